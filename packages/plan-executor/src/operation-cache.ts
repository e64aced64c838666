import { operationFromDocument } from '@apollo/federation-internals';
import { createHash } from 'node:crypto';
import { getOperationAST, print, type DocumentNode, type OperationDefinitionNode } from 'graphql';
import { createBoundedCache } from './cache/bounded-cache.ts';
import { compileOperation, type CompiledOperation } from './compile/operation.ts';
import { NotCompiled } from './compile/plan.ts';
import { normalizeLiterals } from './literals/normalize-literals.ts';
import type { Observer } from './options.ts';
import type { Supergraph } from './stock.ts';
import type { OperationTrace } from './tracing/operation-trace.ts';

/** How an operation of a client is run. */
export type Prepared =
  | {
      readonly kind: 'compiled';
      readonly operation: OperationDefinitionNode;
      readonly compiled: CompiledOperation;
      /** The values of literals that have become variables. */
      readonly literals: Readonly<Record<string, unknown>> | null;
    }
  | { readonly kind: 'stock'; readonly reason: string };

/** An operation as Apollo Server hands it over: parsed and validated. */
export interface Asked {
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  /** A hash of the document's text. */
  readonly hash: string;
  /** Of the operation that is waiting for the plan; null where nobody wants spans. */
  readonly trace: OperationTrace | null;
}

export interface OperationCache {
  /** Returns at once what is known; what is not is planned and compiled once, however many wait for it. */
  readonly prepare: (asked: Asked) => Prepared | Promise<Prepared>;
  readonly size: () => { readonly operations: number; readonly plans: number };
}

/** Compiled operations of one supergraph; another supergraph gets another cache. */
export function createOperationCache(options: {
  supergraph: Supergraph;
  maxBytes: number;
  mergeFetches: boolean;
  normalize: boolean;
  observer: Observer;
}): OperationCache {
  const { supergraph, maxBytes, mergeFetches, normalize, observer } = options;
  // Many documents may share a plan: what each adds to it weighs little.
  const prepared = createBoundedCache<Prepared>(maxBytes / 2);
  const compiled = createBoundedCache<CompiledOperation>(maxBytes / 2);
  const pending = new Map<string, Promise<Prepared>>();

  function compileOnce(asked: Asked, operation: OperationDefinitionNode): Promise<CompiledOperation> {
    return asked.trace === null
      ? compile(asked, operation)
      : asked.trace.span('gateway.plan', {}, () => compile(asked, operation));
  }

  async function compile(asked: Asked, operation: OperationDefinitionNode): Promise<CompiledOperation> {
    const { document, operationName } = asked;
    const key = planKey(asked);
    const known = compiled.get(key);
    if (known !== undefined) return known;
    const startedAt = performance.now();
    let plan = await supergraph.plans.get(key);
    if (plan === undefined) {
      plan = supergraph.plan(
        operationFromDocument(supergraph.apiSchema, document, operationName === undefined ? {} : { operationName }),
      );
      await supergraph.plans.set(key, plan);
    }
    const made = compileOperation({ supergraph, document, operation, plan, mergeFetches });
    compiled.set(key, made, made.weight);
    observer.planned?.({ operation: operationName ?? null, ms: performance.now() - startedAt });
    return made;
  }

  async function prepareNew(asked: Asked): Promise<Prepared> {
    const operation = getOperationAST(asked.document, asked.operationName);
    // The stock executor has the error for it.
    if (!operation) return { kind: 'stock', reason: 'no such operation' };
    try {
      const normalized = normalize ? normalizeLiterals(supergraph.schema, asked.document, operation) : null;
      if (normalized === null) {
        return { kind: 'compiled', operation, compiled: await compileOnce(asked, operation), literals: null };
      }
      const common: Asked = { ...asked, document: normalized.document, hash: sha256(print(normalized.document)) };
      const made = await compileOnce(common, normalized.operation);
      return { kind: 'compiled', operation, compiled: made, literals: normalized.values };
    } catch (error) {
      if (error instanceof NotCompiled) return { kind: 'stock', reason: error.reason };
      // The stock executor fails too, in its own words, or can what this one cannot.
      return { kind: 'stock', reason: 'planning failed' };
    }
  }

  return {
    prepare(asked) {
      const key = `${asked.hash}\n${asked.operationName ?? ''}`;
      const known = prepared.get(key);
      if (known !== undefined) return known;
      const waiting = pending.get(key);
      if (waiting !== undefined) return waiting;
      const made = prepareNew(asked)
        .then((result) => {
          prepared.set(key, result, 1_000 + (asked.document.loc?.source.body.length ?? 0));
          return result;
        })
        .finally(() => pending.delete(key));
      pending.set(key, made);
      return made;
    },
    size: () => ({ operations: prepared.size, plans: compiled.size }),
  };
}

/** The stock executor's key for the same plan: both may share a store of plans. */
function planKey({ hash, operationName }: Asked): string {
  return operationName === undefined ? hash : sha256(hash + operationName);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
