import { isAbstractType, type GraphQLSchema } from 'graphql';

/** The names of types whose objects a type condition lets pass: its own, and of an abstract type all below it. */
export function passingTypes(schema: GraphQLSchema, condition: string): ReadonlySet<string> {
  const type = schema.getType(condition);
  const names = new Set([condition]);
  if (!isAbstractType(type)) return names;
  const { objects, interfaces } = schema.getImplementations(type as Parameters<GraphQLSchema['getImplementations']>[0]);
  for (const { name } of [...objects, ...interfaces, ...schema.getPossibleTypes(type)]) names.add(name);
  return names;
}
