import {
  getNamedType,
  isCompositeType,
  OperationTypeNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import type { CachePolicy } from './cache-policy.ts';

/** What an answer that anybody may have is made of. */
export interface KeptAnswer {
  /** Seconds for which it may be kept. */
  readonly maxAge: number;
  /** The types whose fields are in it. */
  readonly types: ReadonlySet<string>;
}

/**
 * How long the answer to an operation may be kept for everybody; null where it may not at all. As Apollo's `@cacheControl` has it
 * (https://www.apollographql.com/docs/apollo-server/performance/caching): a field of the root, and one that is an object, may not
 * be kept unless it or its type says so; any other is kept as long as what it is a field of; the least of all holds.
 */
export function operationPolicy(options: {
  schema: GraphQLSchema;
  policy: CachePolicy;
  document: DocumentNode;
  operation: OperationDefinitionNode;
}): KeptAnswer | null {
  const { schema, policy, document, operation } = options;
  if (operation.operation !== OperationTypeNode.QUERY) return null;
  const root = schema.getQueryType()?.name;
  const types = new Set<string>();
  let maxAge = Infinity;
  const typeInfo = new TypeInfo(schema);
  // All fragments of the document are looked at, also those that the operation does not spread: they can only shorten it.
  visit(
    document,
    visitWithTypeInfo(typeInfo, {
      Field(node) {
        if (node.name.value === '__typename') return;
        const parent = typeInfo.getParentType()?.name;
        const type = getNamedType(typeInfo.getType())?.name;
        // The schema itself is nobody's to keep: it changes with a deployment.
        if (parent === undefined || type === undefined || type.startsWith('__')) {
          maxAge = 0;
          return;
        }
        types.add(parent);
        const isComposite = isCompositeType(schema.getType(type));
        const own = policy[`${parent}.${node.name.value}`];
        const ofType = isComposite ? policy[type] : undefined;
        if (own?.isPrivate === true || ofType?.isPrivate === true) maxAge = 0;
        const needsHint = parent === root || isComposite;
        maxAge = Math.min(maxAge, own?.maxAge ?? ofType?.maxAge ?? (needsHint ? 0 : Infinity));
      },
    }),
  );
  return maxAge > 0 && maxAge < Infinity ? { maxAge, types } : null;
}
