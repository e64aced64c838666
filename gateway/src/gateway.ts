import { randomUUID } from 'node:crypto';
import type { Tracer } from '@opentelemetry/api';
import {
  addWebhooks,
  createHttpServer,
  type IdentityTokens,
  type Logger,
  type Metrics,
  type StoreHealth,
  type SubgraphExecutor,
  type Webhooks,
} from '@mosaico/service';
import { composeSupergraph } from './compose/compose-supergraph.ts';
import { ensureExplorerBundle } from './explorer/bundle.ts';
import { createExplorerFiles } from './explorer/files.ts';
import { loadOperations } from './explorer/operations.ts';
import type { DemoLogin } from './explorer/page-data.ts';
import { addExplorerRoutes } from './explorer/routes.ts';
import { startGraphServer } from './graph/graph-server.ts';
import { defaultLimits, type Limits } from './graph/limits.ts';
import { measureGraph } from './graph/measure-graph.ts';
import { addErrorHandlers } from './http/errors.ts';
import { addGraphqlRoute } from './http/graphql-route.ts';
import { addRequestIds } from './http/request-id.ts';
import { addSecurityHeaders } from './http/security-headers.ts';
import { addPageRoutes } from './pages/routes.ts';
import { answerKept } from './response-cache/answer-kept.ts';
import type { CachePolicy } from './response-cache/cache-policy.ts';
import { createResponseCache, type Changes } from './response-cache/response-cache.ts';

/** A part of the graph, wherever it runs. */
export interface GatewaySubgraph {
  readonly name: string;
  /** Its whole SDL; needed where no supergraph is given. */
  readonly sdl?: string;
  readonly execute: SubgraphExecutor;
}

export interface GatewayOptions {
  readonly subgraphs: readonly GatewaySubgraph[];
  /** The composed graph; composed from the subgraphs' SDLs when absent. */
  readonly supergraphSdl?: string;
  /** Verifies what clients carry. */
  readonly accessTokens: Pick<IdentityTokens, 'verify'>;
  /** Every store behind the graph. */
  readonly health: () => Promise<StoreHealth[]>;
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
  readonly logger: Logger;
  /** Whether clients may read the schema through the graph; true unless said otherwise. */
  readonly introspection?: boolean;
  /** Logins that the pages show to everybody; none unless said otherwise. */
  readonly demoLogins?: readonly DemoLogin[];
  readonly limits?: Partial<Limits>;
  /** What others than clients of the graph may call, such as payment providers. */
  readonly webhooks?: Webhooks;
  /** How long one operation may take, all its subgraphs together, in milliseconds; 20,000 unless said otherwise. */
  readonly operationTimeoutMs?: number;
  /** Where plans, fetches and shaping are counted and timed; nowhere when absent. */
  readonly metrics?: Metrics;
  /** Gets a span of each operation, its plan, fetches and shaping; nobody when absent. */
  readonly tracer?: Tracer | undefined;
  /** Proxies before this gateway that are believed when they tell a client's address; none unless said otherwise. */
  readonly trustedProxies?: readonly string[];
  /** Where the explorer's bundle is kept, and whether it is made soon after the start or only when it is asked for. */
  readonly explorer?: { readonly cacheDir?: string; readonly prebuild?: boolean };
  /** Which answers may be kept for everybody, and how this process hears that they are no longer true; none is kept when absent. */
  readonly responseCache?: { readonly policy: CachePolicy; readonly changes: Changes };
  readonly newId?: () => string;
}

export interface Gateway {
  /** Where it listens, for example `http://127.0.0.1:4000`. */
  readonly url: string;
  readonly supergraphSdl: string;
  /** Takes no new requests, answers those in flight, then stops. */
  readonly close: () => Promise<void>;
}

/**
 * Starts the door to the graph and listens.
 * @throws CompositionError when the subgraphs do not fit together.
 */
export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const { subgraphs, accessTokens, logger, introspection = true, demoLogins = [], newId = randomUUID } = options;
  const supergraphSdl = options.supergraphSdl ?? compose(subgraphs);
  const { apollo, apiSdl, warm } = await startGraphServer({
    supergraphSdl,
    executors: new Map(subgraphs.map(({ name, execute }) => [name, execute])),
    limits: { ...defaultLimits, ...options.limits },
    operationTimeoutMs: options.operationTimeoutMs ?? 20_000,
    observer: options.metrics === undefined ? {} : measureGraph(options.metrics),
    tracer: options.tracer,
    introspection,
    cachePolicy: options.responseCache?.policy ?? {},
    logger,
  });

  const responses = options.responseCache && createResponseCache(options.responseCache);
  const server = createHttpServer({
    logger,
    health: options.health,
    ...(responses ? { answerFirst: answerKept(responses, { newId }) } : {}),
    ...(options.trustedProxies ? { trustedProxies: options.trustedProxies } : {}),
  });
  const { cacheDir, prebuild = true } = options.explorer ?? {};
  const explorerFiles = createExplorerFiles({
    ensure: () => ensureExplorerBundle(cacheDir === undefined ? {} : { cacheDir }),
    prebuildAfterMs: 2_000,
    logger,
  });
  addRequestIds(server, newId);
  addSecurityHeaders(server);
  addErrorHandlers(server, logger);
  const operations = loadOperations();
  const explorer = await addExplorerRoutes(server, {
    bundle: explorerFiles.bundle,
    operations,
    demoLogins,
  });
  addWebhooks(server, { webhooks: options.webhooks ?? {}, logger });
  addGraphqlRoute(server, {
    apollo,
    accessTokens,
    showExplorer: (reply) => explorer.show(reply),
    responses,
  });
  addPageRoutes(server, { supergraphSdl, apiSdl, demoLogins });

  const url = await server.listen({ host: options.host, port: options.port }).catch(async (error: unknown) => {
    await apollo.stop();
    throw error;
  });
  if (prebuild) explorerFiles.prebuildSoon();
  warm(operations.map(({ query }) => query)).catch((error: unknown) =>
    logger.warn({ err: error }, 'not all plans are warm'),
  );
  return {
    url,
    supergraphSdl,
    async close() {
      await server.close();
      await explorerFiles.close();
      await apollo.stop();
    },
  };
}

/** The addresses are for other routers only: this gateway reaches every subgraph through its executor. */
function compose(subgraphs: readonly GatewaySubgraph[]): string {
  const definitions = subgraphs.map(({ name, sdl }) => {
    if (sdl === undefined) throw new Error(`Without a supergraph every subgraph must bring its SDL; ${name} has none.`);
    return { name, url: `http://${name}.invalid/graphql`, sdl };
  });
  return composeSupergraph(definitions).supergraphSdl;
}
