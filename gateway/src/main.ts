import cluster from 'node:cluster';
import { openInvalidationChannel } from '@mosaico/entity-cache';
import {
  createHttpExecutor,
  createIdentityTokens,
  createLogger,
  createMetrics,
  forwardWebhooks,
  loadSecrets,
  openMetrics,
  runProcess,
} from '@mosaico/service';
import { cachePolicyFile, readIfThere, supergraphFile } from './compose/files.ts';
import { readConfig, type GatewayConfig, type SubgraphName } from './config.ts';
import { createGateway } from './gateway.ts';
import type { CachePolicy } from './response-cache/cache-policy.ts';
import { createSubgraphHealth } from './health/subgraph-health.ts';
import { openTracing } from './tracing.ts';
import { runWorkers } from './workers.ts';

/** What the orders process answers to others than clients of the graph. */
const ordersWebhooks = ['POST /webhooks/payments', 'GET /sandbox/bank', 'POST /sandbox/bank'] as const;

/** The gateway alone, over subgraphs that other processes serve; several processes of it where WORKERS says so. */
const workers = cluster.isPrimary ? workersOf() : null;
if (workers === null) await runProcess(start);
else await runWorkers(workers.count, workers.environmentOf);

/** Null for one process. A faulty configuration is told where it is read for good. */
function workersOf() {
  const config = asConfigured(readConfig);
  if (config === null || config.WORKERS === 1) return null;
  // Secrets that are made at the first start are made once.
  loadSecrets(config);
  const { WORKERS: count, METRICS_PORT: port } = config;
  // Each has metrics of its own.
  const environmentOf = (number: number): Record<string, string> =>
    port === undefined || port === 0 ? {} : { METRICS_PORT: String(port + number) };
  return { count, environmentOf };
}

function asConfigured(read: () => GatewayConfig): GatewayConfig | null {
  try {
    return read();
  } catch {
    return null;
  }
}

async function start() {
  const config = readConfig();
  const logger = createLogger({ name: 'gateway', level: config.LOG_LEVEL });
  const supergraphSdl = readIfThere(supergraphFile);
  if (supergraphSdl === null) throw new Error('schema/supergraph.graphql is not there: run npm run compose.');
  const secrets = loadSecrets(config);
  const now = () => new Date();
  const internal = createIdentityTokens({
    audience: 'internal',
    secret: secrets.internalTokenSecret,
    lifetimeSeconds: 60,
    now,
  });
  const urls = subgraphUrls(config);
  const metrics = createMetrics({ ofProcess: true });
  const closeMetrics = await openMetrics({ config, metrics, logger });
  const tracing = await openTracing({ config, name: 'mosaico-gateway' });
  const changes = openInvalidationChannel({ config, logger });
  const gateway = await createGateway({
    supergraphSdl,
    subgraphs: Object.entries(urls).map(([name, url]) => ({
      name,
      execute: createHttpExecutor({ name, url, tokens: internal, timeoutMs: config.SUBGRAPH_TIMEOUT_MS }),
    })),
    // The gateway only verifies access tokens, so how long they hold is not its matter.
    accessTokens: createIdentityTokens({
      audience: 'access',
      secret: secrets.accessTokenSecret,
      lifetimeSeconds: 0,
      now,
    }),
    health: createSubgraphHealth({ urls }),
    webhooks: forwardWebhooks(ordersWebhooks, { origin: urls.orders, timeoutMs: config.SUBGRAPH_TIMEOUT_MS }),
    ...(changes === null
      ? {}
      : { responseCache: { policy: JSON.parse(readIfThere(cachePolicyFile) ?? '{}') as CachePolicy, changes } }),
    introspection: config.INTROSPECTION,
    ...(config.TRUSTED_PROXIES ? { trustedProxies: config.TRUSTED_PROXIES } : {}),
    host: config.HOST,
    port: config.PORT,
    operationTimeoutMs: config.OPERATION_TIMEOUT_MS,
    metrics,
    tracer: tracing?.tracer,
    logger,
  });
  logger.info({ url: gateway.url, subgraphs: urls }, 'the gateway is open');
  return {
    logger,
    async close() {
      await gateway.close();
      await changes?.close();
      await tracing?.close();
      await closeMetrics();
    },
  };
}

function subgraphUrls(config: GatewayConfig): Record<SubgraphName, string> {
  return {
    orders: config.ORDERS_URL,
    catalog: config.CATALOG_URL,
    cart: config.CART_URL,
    analytics: config.ANALYTICS_URL,
    events: config.EVENTS_URL,
  };
}
