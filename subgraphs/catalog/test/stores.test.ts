import { describeOnEngines } from '@mosaico/testing';
import { describeAvailabilityStore } from './availability-store.contract.ts';
import { describeCategoryStore } from './category-store.contract.ts';
import { describeProductStore } from './product-store.contract.ts';
import { describeRecommendationStore } from './recommendation-store.contract.ts';
import { describeReviewStore } from './review-store.contract.ts';
import { describeSearchStore } from './search-store.contract.ts';
import { engines } from './support/engines.ts';
import { describeRemovals } from './tombstones.contract.ts';

describeOnEngines('The product store', engines, describeProductStore);
// No cluster runs where this is tested: the statements are those that a cluster is sent, the engines are not sharded.
describeOnEngines(
  'The product store, as over several shards',
  engines.map((engine) => ({ ...engine, isSharded: true })),
  describeProductStore,
);
describeOnEngines('Removals of products', engines, describeRemovals);
describeOnEngines('The search store', engines, describeSearchStore);
describeOnEngines('The category store', engines, describeCategoryStore);
describeOnEngines('The review store', engines, describeReviewStore);
describeOnEngines('The recommendation store', engines, describeRecommendationStore);
describeOnEngines('The availability store', engines, describeAvailabilityStore);
