import { describeOnEveryEngine } from './engines.ts';
import { followCatalogContract } from './follow-catalog.contract.ts';

describeOnEveryEngine('what the catalog tells', followCatalogContract);
