import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { compiledGateway, type Observer } from '@mosaico/plan-executor';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import type { Tracer } from '@opentelemetry/api';
import type { Logger, SubgraphExecutor } from '@mosaico/service';
import { printSchema } from 'graphql';
import { disableVendorTelemetry } from '../config.ts';
import { createCachePolicyPlugin } from '../response-cache/cache-policy-plugin.ts';
import type { CachePolicy } from '../response-cache/cache-policy.ts';
import { createAnswerPlugin } from './answer-plugin.ts';
import type { GraphContext } from './context.ts';
import { createIntrospectionPlugin } from './introspection-plugin.ts';
import { limitRules, type Limits } from './limits.ts';
import { maskError } from './mask-error.ts';
import { createSubgraphDataSource } from './subgraph-data-source.ts';

export interface GraphServer {
  readonly apollo: ApolloServer<GraphContext>;
  /** What clients see. */
  readonly apiSdl: string;
  /** Plans queries before anybody asks them. */
  readonly warm: (queries: readonly string[]) => Promise<void>;
}

/**
 * A started Apollo Server over the supergraph, without HTTP.
 * @throws when the supergraph names a subgraph for which no executor is given.
 */
export async function startGraphServer(options: {
  supergraphSdl: string;
  executors: ReadonlyMap<string, SubgraphExecutor>;
  limits: Limits;
  /** How long one operation may take, all its subgraphs together. */
  operationTimeoutMs: number;
  introspection: boolean;
  cachePolicy: CachePolicy;
  logger: Logger;
  observer: Observer;
  tracer: Tracer | undefined;
}): Promise<GraphServer> {
  const { supergraphSdl, executors, limits, operationTimeoutMs, introspection, cachePolicy, logger, observer, tracer } =
    options;
  disableVendorTelemetry();
  const gateway = new ApolloGateway({
    supergraphSdl,
    // Composition has validated it.
    validateSupergraph: false,
    __exposeQueryPlanExperimental: false,
    buildService: ({ name }) => createSubgraphDataSource({ name, execute: executorOf(executors, name), logger }),
    logger: quiet(logger),
  });
  let apiSdl = '';
  gateway.onSchemaLoadOrUpdate(({ apiSchema }) => {
    apiSdl = `${printSchema(apiSchema).trimEnd()}\n`;
  });
  const compiled = compiledGateway(gateway, {
    deadlineMs: operationTimeoutMs,
    observer,
    ...(tracer === undefined ? {} : { tracer }),
  });
  const apollo = new ApolloServer<GraphContext>({
    gateway: compiled,
    introspection,
    hideSchemaDetailsFromClientErrors: !introspection,
    allowBatchedHttpRequests: false,
    csrfPrevention: true,
    parseOptions: { maxLexicalTokens: limits.maxTokens },
    validationRules: limitRules(limits),
    maxRecursiveSelections: limits.maxSelections,
    includeStacktraceInErrorResponses: false,
    formatError: maskError,
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      // The vendor's own would say of every answer that it must not be kept.
      ApolloServerPluginCacheControlDisabled(),
      createIntrospectionPlugin(),
      createAnswerPlugin({ logger }),
      createCachePolicyPlugin(cachePolicy),
    ],
    // The process decides when to stop, after its HTTP server has drained.
    stopOnTerminationSignals: false,
    logger: quiet(logger),
  });
  await apollo.start();
  return { apollo, apiSdl, warm: (queries) => compiled.warm(queries) };
}

function executorOf(executors: ReadonlyMap<string, SubgraphExecutor>, name: string): SubgraphExecutor {
  const execute = executors.get(name);
  if (execute) return execute;
  throw new Error(
    `The supergraph has a subgraph ${name}, for which no executor was given; got ${[...executors.keys()].join(', ')}.`,
  );
}

/** What the libraries call information is detail here. */
function quiet(logger: Logger) {
  return {
    debug: (message?: unknown) => logger.trace(message),
    info: (message?: unknown) => logger.debug(message),
    warn: (message?: unknown) => logger.warn(message),
    error: (message?: unknown) => logger.error(message),
  };
}
