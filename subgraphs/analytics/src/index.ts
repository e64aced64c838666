export { analyticsConfigShape } from './config.ts';
export { createAnalyticsSubgraph } from './subgraph.ts';
export { openAnalyticsStores, type AnalyticsStores } from './store/open-stores.ts';
export {
  type CustomerDimension,
  type FactKind,
  type FactStore,
  type LoadResult,
  type ProductDimension,
  type SalesFact,
  type WarehouseTotals,
} from './store/fact-store.ts';
