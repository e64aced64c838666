import { readFileSync } from 'node:fs';
import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper/index.js';
import { parse, type FormattedExecutionResult, type GraphQLSchema } from 'graphql';
import { ErrorCode, maskError } from './errors.ts';
import { processClock, type Clock } from './execution/deadline.ts';
import { createOperationExecutor } from './execution/operation-executor.ts';
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
  /** When the client's operation must be answered, on the scale of `performance.now()`; the executor's own limit unless given. A subgraph stops there. */
  readonly deadlineAt?: number | undefined;
  /** The IP address that the client's request came from; null or absent where nobody knows it. */
  readonly clientAddress?: string | null;
  /** Tell whose work it is (W3C Trace Context): headers for a subgraph in another process; none unless given. */
  readonly traceHeaders?: Readonly<Record<string, string>>;
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
    /** For whoever asks another part of the shop on the way. */
    deadlineAt: number | undefined;
  }) => object;
  webhooks?: Webhooks;
  health: () => Promise<StoreHealth[]>;
  close: () => Promise<void>;
  logger: Logger;
  clock?: Clock;
}): Subgraph {
  const { name, createContext, logger, clock = processClock } = options;
  const sdl = completeSdl(options.ownSdl);
  const resolvers = { Decimal, DateTime, ...options.resolvers } as GraphQLResolverMap<unknown>;
  const schema = buildSubgraphSchema({ typeDefs: parse(sdl), resolvers });
  const execute = createOperationExecutor({
    schema,
    formatError: (formatted, error) => maskError({ formatted, error, store: name, logger }),
    clock,
  });

  return {
    name,
    sdl,
    schema,
    async execute(request) {
      const { query, variables, operationName, deadlineAt, identity, requestId } = request;
      const { afterWrite = false, clientAddress = null } = request;
      const context = createContext({ identity, requestId, afterWrite, clientAddress, deadlineAt });
      return execute({ query, variables, operationName, context, deadlineAt });
    },
    webhooks: options.webhooks ?? {},
    health: options.health,
    close: options.close,
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
