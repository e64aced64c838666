export {
  CompositionError,
  composeSupergraph,
  type SubgraphDefinition,
  type Supergraph,
} from './compose/compose-supergraph.ts';
export { defaultSubgraphUrls, gatewayConfigShape, type SubgraphName } from './config.ts';
export { ensureExplorerBundle, type ExplorerBundle } from './explorer/bundle.ts';
export { loadOperations } from './explorer/operations.ts';
export { type DemoLogin, type SavedOperation } from './explorer/page-data.ts';
export { createGateway, type Gateway, type GatewayOptions, type GatewaySubgraph } from './gateway.ts';
export { readCachePolicy } from './response-cache/cache-policy.ts';
export { openTracing } from './tracing.ts';
export { createSubgraphHealth } from './health/subgraph-health.ts';
