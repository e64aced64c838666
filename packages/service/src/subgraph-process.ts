import type { ProcessConfig } from './config.ts';
import { createIdentityTokens } from './identity-tokens.ts';
import { createLogger, type Logger } from './logger.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { serveMetrics } from './metrics-http.ts';
import { runProcess } from './process.ts';
import { loadSecrets, type Secrets } from './secrets.ts';
import { createHttpExecutor, serveSubgraph } from './subgraph-http.ts';
import type { Subgraph, SubgraphExecutor } from './subgraph.ts';

/** Internal tokens are made afresh for every request between processes. */
const internalTokenLifetimeSeconds = 60;

/** What a subgraph is made of in a process of its own. */
export interface SubgraphWiring<Config> {
  readonly config: Config;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly secrets: Secrets;
  readonly now: () => Date;
  /** How to ask another subgraph, which answers at a URL, within a time. */
  readonly executor: (options: { name: string; url: string; timeoutMs: number }) => SubgraphExecutor;
  /** Gives back what it is given, which is closed when the subgraph is: what was given last, first. */
  readonly closeLater: <Resource extends Closable>(resource: Resource) => Resource;
}

interface Closable {
  close(): Promise<void>;
}

/** The whole life of a process that serves one subgraph: configure, open, serve, drain. */
export async function runSubgraph<Config extends ProcessConfig & { PORT: number }>(options: {
  name: string;
  readConfig: () => Config;
  create: (wiring: SubgraphWiring<Config>) => Promise<Subgraph>;
}): Promise<void> {
  const { name, readConfig, create } = options;
  await runProcess(async () => {
    const config = readConfig();
    const logger = createLogger({ name, level: config.LOG_LEVEL });
    const metrics = createMetrics({ ofProcess: true });
    const now = () => new Date();
    const secrets = loadSecrets(config);
    const tokens = createIdentityTokens({
      audience: 'internal',
      secret: secrets.internalTokenSecret,
      lifetimeSeconds: internalTokenLifetimeSeconds,
      now,
    });
    const executor: SubgraphWiring<Config>['executor'] = (other) => createHttpExecutor({ ...other, tokens });
    const closables: Closable[] = [];
    const closeLater: SubgraphWiring<Config>['closeLater'] = (resource) => {
      closables.unshift(resource);
      return resource;
    };
    const subgraph = await create({ config, logger, metrics, secrets, now, executor, closeLater });
    const closeMetrics = await openMetrics({ config, metrics, logger });
    const { url, close } = await serveSubgraph({ subgraph, tokens, host: config.HOST, port: config.PORT, logger });
    logger.info({ url }, `the ${name} subgraph listens`);
    return {
      logger,
      async close() {
        await close();
        for (const closable of closables) await closable.close();
        await closeMetrics();
      },
    };
  });
}

/** Serves the metrics of a process where its configuration says. @returns how to stop */
export async function openMetrics(options: {
  config: Pick<ProcessConfig, 'HOST' | 'METRICS_PORT'>;
  metrics: Metrics;
  logger: Logger;
}): Promise<() => Promise<void>> {
  const { config, metrics, logger } = options;
  if (config.METRICS_PORT === undefined) return () => Promise.resolve();
  const { url, close } = await serveMetrics({ metrics, host: config.HOST, port: config.METRICS_PORT });
  logger.info({ metrics: url }, 'metrics are served');
  return close;
}
