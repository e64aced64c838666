import type { ApolloServerPlugin } from '@apollo/server';
import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import type { GraphContext } from '../graph/context.ts';
import type { CachePolicy } from './cache-policy.ts';
import { operationPolicy, type KeptAnswer } from './operation-policy.ts';

/** Tells, in the context of a request, whether its answer may be kept: not one with errors. */
export function createCachePolicyPlugin(policy: CachePolicy): ApolloServerPlugin<GraphContext> {
  // The server keeps parsed documents, so the same one comes again.
  const known = new WeakMap<DocumentNode, Map<OperationDefinitionNode, KeptAnswer | null>>();
  return {
    requestDidStart: () =>
      Promise.resolve({
        willSendResponse({ schema, document, operation, response, contextValue }) {
          const { body } = response;
          if (!contextValue.answer || !document || !operation) return Promise.resolve();
          if (body.kind !== 'single' || body.singleResult.errors !== undefined) return Promise.resolve();
          const byOperation = known.get(document) ?? new Map<OperationDefinitionNode, KeptAnswer | null>();
          known.set(document, byOperation);
          if (!byOperation.has(operation)) {
            byOperation.set(operation, operationPolicy({ schema, policy, document, operation }));
          }
          contextValue.answer.kept = byOperation.get(operation) ?? null;
          return Promise.resolve();
        },
      }),
  };
}
