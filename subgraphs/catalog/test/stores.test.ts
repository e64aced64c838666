import { describeCategoryStore } from './category-store.contract.ts';
import { describeProductStore } from './product-store.contract.ts';
import { describeRecommendationStore } from './recommendation-store.contract.ts';
import { describeReviewStore } from './review-store.contract.ts';
import { describeSearchStore } from './search-store.contract.ts';
import { engines } from './support/engines.ts';

for (const engine of engines) {
  describeProductStore(engine);
  describeSearchStore(engine);
  describeCategoryStore(engine);
  describeReviewStore(engine);
  describeRecommendationStore(engine);
}
