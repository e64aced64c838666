import type { ApolloGateway } from '@apollo/gateway';
import type { Tracer } from '@opentelemetry/api';
import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { getVariableValues, parse, validate } from 'graphql';
import { createOperationCache, type OperationCache, type Prepared } from './operation-cache.ts';
import type { CompiledGatewayOptions } from './options.ts';
import {
  readSupergraph,
  reasonOfGateway,
  reasonOfRequest,
  type ExecutionResult,
  type RequestContext,
  type Supergraph,
} from './stock.ts';
import { startOperationTrace, type OperationTrace } from './tracing/operation-trace.ts';

/** What ApolloServer takes as its gateway, and a little more. */
export interface CompiledGateway extends Pick<ApolloGateway, 'onSchemaLoadOrUpdate' | 'stop'> {
  load(options?: Parameters<ApolloGateway['load']>[0]): ReturnType<ApolloGateway['load']>;
  /** Plans and compiles operations before anybody asks them. One that is not valid is passed over. */
  warm(documents: readonly string[]): Promise<void>;
  /** How many operations and plans are in the cache. */
  cached(): { readonly operations: number; readonly plans: number };
}

const defaultCacheBytes = 32 * 2 ** 20;

/**
 * The gateway with its executor replaced by one that runs compiled plans. Everything else stays as it is configured: the
 * schema, its updates, the planner, the data sources.
 *
 * ```ts
 * new ApolloServer({ gateway: compiledGateway(new ApolloGateway({ … })) })
 * ```
 */
export function compiledGateway(gateway: ApolloGateway, options: CompiledGatewayOptions = {}): CompiledGateway {
  const { enabled = true, mergeFetches = true, normalizeLiterals = true, observer = {}, deadlineMs, tracer } = options;
  const maxBytes = options.cacheBytes ?? defaultCacheBytes;
  let current: { supergraph: Supergraph; cache: OperationCache } | null = null;
  gateway.onSchemaLoadOrUpdate(() => {
    const supergraph = readSupergraph(gateway);
    current = supergraph && {
      supergraph,
      cache: createOperationCache({ supergraph, maxBytes, mergeFetches, normalize: normalizeLiterals, observer }),
    };
  });

  async function executeTraced(requestContext: RequestContext, by: Tracer): Promise<ExecutionResult> {
    const trace = startOperationTrace(by, requestContext);
    let errors: number | null = null;
    try {
      const result = await execute(requestContext, trace);
      errors = result.errors?.length ?? 0;
      return result;
    } finally {
      trace.end(errors);
    }
  }

  async function execute(requestContext: RequestContext, trace: OperationTrace | null): Promise<ExecutionResult> {
    const fallBack = (reason: string) => {
      observer.fellBack?.({ operation: requestContext.operationName, reason });
      return gateway.executor(requestContext);
    };
    if (current === null) return fallBack('an unknown version of @apollo/gateway');
    const reason = reasonOfGateway(gateway) ?? reasonOfRequest(gateway, requestContext);
    if (reason !== null) return fallBack(reason);
    const { supergraph, cache } = current;
    const { request, document, queryHash } = requestContext;
    const found = cache.prepare({ document, operationName: request.operationName, hash: queryHash, trace });
    const prepared: Prepared = found instanceof Promise ? await found : found;
    if (prepared.kind === 'stock') return fallBack(prepared.reason);
    const { operation, compiled, literals } = prepared;
    const given = request.variables ?? {};
    if (operation.variableDefinitions?.length) {
      const { errors } = getVariableValues(supergraph.schema, operation.variableDefinitions, given);
      if (errors) return { errors };
    }
    return compiled.execute({
      requestContext,
      variables: literals === null ? given : { ...given, ...literals },
      deadlineAt: deadlineMs === undefined ? Infinity : performance.now() + deadlineMs,
      observer,
      trace,
    });
  }

  return {
    onSchemaLoadOrUpdate: (callback) => gateway.onSchemaLoadOrUpdate(callback),
    stop: () => gateway.stop(),
    async load(given) {
      const loaded = await gateway.load(given);
      if (!enabled) return loaded;
      const executor = (requestContext: RequestContext) =>
        tracer === undefined ? execute(requestContext, null) : executeTraced(requestContext, tracer);
      return { ...loaded, executor };
    },
    async warm(documents) {
      for (const source of documents) {
        if (current === null) return;
        const document = parse(source);
        if (validate(current.supergraph.schema, document).length > 0) continue;
        const hash = createHash('sha256').update(source).digest('hex');
        await current.cache.prepare({ document, operationName: undefined, hash, trace: null });
        // Requests go first: a plan takes milliseconds.
        await setImmediate();
      }
    },
    cached: () => current?.cache.size() ?? { operations: 0, plans: 0 },
  };
}
