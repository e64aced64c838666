import { HeaderMap, type ApolloServerPlugin } from '@apollo/server';
import { execute, Kind, OperationTypeNode, type OperationDefinitionNode } from 'graphql';
import type { GraphContext } from './context.ts';

/**
 * Answers operations that only read the schema here. @apollo/gateway would plan them as if they needed a subgraph, and its
 * planner fails on what it does not know of introspection, such as `isOneOf`, which tools ask for.
 */
export function createIntrospectionPlugin(): ApolloServerPlugin<GraphContext> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        async responseForOperation({ schema, document, operation, request }) {
          if (!readsSchemaOnly(operation)) return null;
          const { data, errors } = await execute({
            schema,
            document,
            variableValues: request.variables,
            operationName: request.operationName,
          });
          // What is wrong with it is the gateway's to say, as with any other operation.
          if (errors || !data) return null;
          return { http: { headers: new HeaderMap() }, body: { kind: 'single', singleResult: { data } } };
        },
      }),
  };
}

function readsSchemaOnly({ operation, selectionSet }: OperationDefinitionNode): boolean {
  if (operation !== OperationTypeNode.QUERY) return false;
  return selectionSet.selections.every(
    (selection) => selection.kind === Kind.FIELD && selection.name.value.startsWith('__'),
  );
}
