export { catalogConfigShape } from './config.ts';
export {
  type CategoryRecord,
  type ImageRecord,
  type NameValue,
  type ProductRecord,
  type RecommendationRecord,
  type ReviewRecord,
  type VariantRecord,
} from './records.ts';
export { type CatalogCounts, type CatalogStores } from './store/catalog-stores.ts';
export { openCatalogStores } from './store/open-stores.ts';
export { createCatalogSubgraph } from './subgraph.ts';
