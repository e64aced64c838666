export { createBatchLoader } from './batch-loader.ts';
export { ConfigError, parseConfig, portSchema, processConfigShape, urlSchema, type ProcessConfig } from './config.ts';
export {
  decodeCursor,
  encodeCursor,
  pageRequest,
  toConnection,
  type Connection,
  type PageRequest,
} from './connection.ts';
export {
  badUserInput,
  codedError,
  ErrorCode,
  errorCodeOf,
  isUnavailable,
  maskError,
  storeUnavailable,
} from './errors.ts';
export { beforeDeadline, DeadlinePassed, processClock, type Clock } from './execution/deadline.ts';
export { html, raw, type Html } from './html.ts';
export { createHttpServer, type AnswerFirst } from './http-server.ts';
export {
  anonymous,
  hasRole,
  mayReadCustomer,
  requireCustomer,
  requireLogin,
  requireRole,
  staffRoles,
  type Identity,
  type StaffRole,
} from './identity.ts';
export { createIdentityTokens, type IdentityTokens } from './identity-tokens.ts';
export { createMetrics, type Metrics } from './metrics.ts';
export { createLogger, createSilentLogger, type Logger } from './logger.ts';
export {
  allocateAmount,
  compareAmounts,
  formatUnitPrice,
  fromTenThousandths,
  lineTotal,
  percentOf,
  percentWithin,
  roundAmount,
  subtractAmounts,
  sumAmounts,
  toTenThousandths,
  type Currency,
  type Money,
} from './money.ts';
export { runProcess } from './process.ts';
export { startRounds, type Rounds } from './rounds.ts';
export { CalendarDate, DateTime, Decimal, shortened, YearMonth } from './scalars.ts';
export { checkStore } from './stores/check-store.ts';
export { measurePool, type PoolState } from './stores/pool-gauge.ts';
export { createRetriedStep } from './stores/retried-step.ts';
export { createStoreGuard, type StoreGuard, type StoreLimits } from './stores/store-guard.ts';
export { loadSecrets, type Secrets } from './secrets.ts';
export {
  askSubgraph,
  completeSdl,
  createSubgraph,
  type StoreHealth,
  type Subgraph,
  type SubgraphExecutor,
  type SubgraphRequest,
} from './subgraph.ts';
export { openMetrics, runSubgraph, type SubgraphWiring } from './subgraph-process.ts';
export {
  addWebhooks,
  forwardWebhooks,
  type WebhookAnswer,
  type WebhookHandler,
  type WebhookRequest,
  type Webhooks,
} from './webhooks.ts';
export { createHttpExecutor, internalTokenHeader, requestIdHeader, serveSubgraph } from './subgraph-http.ts';
