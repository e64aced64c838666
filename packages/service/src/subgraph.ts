import { readFileSync } from 'node:fs';
import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginInlineTraceDisabled } from '@apollo/server/plugin/disabled';
import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper/index.js';
import { parse, type FormattedExecutionResult, type GraphQLSchema } from 'graphql';
import { ErrorCode, maskError } from './errors.ts';
import type { Identity } from './identity.ts';
import type { Logger } from './logger.ts';
import { DateTime, Decimal } from './scalars.ts';
import type { Webhooks } from './webhooks.ts';

/** One operation for a subgraph, in the name of an identity that has been verified. */
export interface SubgraphRequest {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
  readonly identity: Identity;
  /** Follows the request through every process and log. */
  readonly requestId: string;
  /** True when the client's operation may have written already, through another request: this one has to read that. */
  readonly afterWrite?: boolean;
  /** When the client's operation must be answered, on the scale of `performance.now()`; the executor's own limit unless given. */
  readonly deadlineAt?: number;
  /** The IP address that the client's request came from; null or absent where nobody knows it. */
  readonly clientAddress?: string | null;
}

/** Asks a subgraph, wherever it runs. Rejects only when the subgraph cannot be reached. */
export type SubgraphExecutor = (request: SubgraphRequest) => Promise<FormattedExecutionResult>;

export interface StoreHealth {
  /** For example `orders (MySQL)`. */
  readonly store: string;
  readonly ready: boolean;
  /** For example `embedded PostgreSQL`. */
  readonly engine: string;
}

/** A subgraph with its stores open, ready to be asked in process or to be served over HTTP. */
export interface Subgraph {
  readonly name: string;
  /** The whole SDL, the shared header included: what composition reads. */
  readonly sdl: string;
  readonly schema: GraphQLSchema;
  readonly execute: SubgraphExecutor;
  /** What others may call outside of the graph. */
  readonly webhooks: Webhooks;
  health(): Promise<StoreHealth[]>;
  /** Finishes what it began and closes its stores. */
  close(): Promise<void>;
}

const sharedSdl = readFileSync(new URL('./shared.graphql', import.meta.url), 'utf8');

/** The SDL of a subgraph with the header that all of them share. */
export function completeSdl(ownSdl: string): string {
  return `${sharedSdl}\n${ownSdl}`;
}

/** Puts a subgraph together from its SDL, its resolvers and what one request holds. */
export function createSubgraph(options: {
  name: string;
  /** The store's name as an error message may tell it, for example `orders`. */
  ownSdl: string;
  resolvers: object;
  createContext: (request: {
    identity: Identity;
    requestId: string;
    afterWrite: boolean;
    clientAddress: string | null;
  }) => object;
  webhooks?: Webhooks;
  health: () => Promise<StoreHealth[]>;
  close: () => Promise<void>;
  logger: Logger;
}): Subgraph {
  const { name, createContext, logger } = options;
  const sdl = completeSdl(options.ownSdl);
  const resolvers = { Decimal, DateTime, ...options.resolvers } as GraphQLResolverMap<unknown>;
  const schema = buildSubgraphSchema({ typeDefs: parse(sdl), resolvers });
  const server = new ApolloServer<object>({
    schema,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    // The process decides when to stop, after its HTTP server has drained.
    stopOnTerminationSignals: false,
    formatError: (formatted, error) => maskError({ formatted, error, store: name, logger }),
    logger,
    plugins: [ApolloServerPluginInlineTraceDisabled()],
  });
  const started = server.start();
  started.catch(() => undefined);

  return {
    name,
    sdl,
    schema,
    async execute({ query, variables, operationName, identity, requestId, afterWrite = false, clientAddress = null }) {
      await started;
      const { body } = await server.executeOperation(
        { query, ...(variables ? { variables } : {}), ...(operationName ? { operationName } : {}) },
        { contextValue: createContext({ identity, requestId, afterWrite, clientAddress }) },
      );
      if (body.kind === 'incremental')
        throw new Error(`The subgraph ${name} answered in parts, which it never should.`);
      return body.singleResult;
    },
    webhooks: options.webhooks ?? {},
    health: options.health,
    async close() {
      await started;
      await server.stop();
      await options.close();
    },
  };
}

/**
 * The answer of a subgraph to a question that another one asks it.
 * @throws the first error of the answer, with its code.
 */
export async function askSubgraph<Data>(execute: SubgraphExecutor, request: SubgraphRequest): Promise<Data> {
  const { data, errors } = await execute(request);
  const [error] = errors ?? [];
  if (error) {
    const code = typeof error.extensions?.['code'] === 'string' ? error.extensions['code'] : ErrorCode.internal;
    throw Object.assign(new Error(error.message), { code });
  }
  return data as Data;
}
