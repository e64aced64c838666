import { isObjectType, type GraphQLSchema } from 'graphql';
import { codedError, ErrorCode } from '../errors.ts';

/** Operations whose time is over while they are executed, by their contexts. */
export interface LateOperations {
  add(context: object): void;
}

/**
 * Makes the resolvers of a schema refuse to begin for an operation that is late, so that no store is asked for an answer nobody
 * waits for. What has begun runs on: a write is not left half done.
 */
export function refuseLateOperations(schema: GraphQLSchema): LateOperations {
  const late = new WeakSet();
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      const { resolve } = field;
      if (resolve === undefined) continue;
      field.resolve = (source, args, context: object, info): unknown => {
        if (late.has(context)) throw deadlineExceeded();
        return resolve(source, args, context, info);
      };
    }
  }
  return late;
}

/** The answer to an operation, or to a part of it, whose time is over. */
export function deadlineExceeded() {
  return codedError(ErrorCode.deadlineExceeded, 'The time for this operation is over.');
}
