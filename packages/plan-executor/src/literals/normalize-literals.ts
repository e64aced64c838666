import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  Kind,
  print,
  specifiedScalarTypes,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type ArgumentNode,
  type DocumentNode,
  type GraphQLInputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type ValueNode,
  type VariableDefinitionNode,
  parseType,
} from 'graphql';

/** An operation whose literals have become variables, and their values. */
export interface Normalized {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly values: Readonly<Record<string, unknown>>;
}

/**
 * Takes the literals of an operation's arguments out of it, so that operations that differ in them alone share one plan. Only
 * literals of built-in scalars, of enums, and of lists and input objects of these: what a custom scalar makes of a literal may
 * differ from what it makes of a variable. Null when the operation has none, or is one of several in its document.
 */
export function normalizeLiterals(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): Normalized | null {
  if (document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION).length !== 1) return null;
  const taken = new Set(operation.variableDefinitions?.map(({ variable }) => variable.name.value));
  const values: Record<string, unknown> = {};
  const definitions: VariableDefinitionNode[] = [];
  // Equal literals of one type are one variable: two selections of one field must keep equal arguments.
  const known = new Map<string, string>();
  const variableFor = (type: GraphQLInputType, value: ValueNode): string => {
    const key = `${String(type)} ${print(value)}`;
    let name = known.get(key);
    if (name === undefined) {
      name = newName(taken);
      known.set(key, name);
      values[name] = jsonOf(value, type);
      definitions.push({
        kind: Kind.VARIABLE_DEFINITION,
        variable: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: name } },
        type: parseType(String(type), { noLocation: true }),
      });
    }
    return name;
  };
  const info = new TypeInfo(schema);
  const visited = visit(
    document,
    visitWithTypeInfo(info, {
      // Skip and include keep their constants: the planner leaves out what they leave out.
      Directive: () => false,
      VariableDefinition: () => false,
      Argument(node): ArgumentNode | undefined {
        const type = info.getArgument()?.type;
        if (!type || node.value.kind === Kind.NULL || !isPlain(node.value, type)) return undefined;
        const name = variableFor(type, node.value);
        return { ...node, value: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: name } } };
      },
    }),
  );
  if (known.size === 0) return null;
  const normalized: OperationDefinitionNode = {
    ...operationOf(visited),
    variableDefinitions: [...(operation.variableDefinitions ?? []), ...definitions],
  };
  const others = visited.definitions.filter(({ kind }) => kind !== Kind.OPERATION_DEFINITION);
  return { document: { kind: Kind.DOCUMENT, definitions: [normalized, ...others] }, operation: normalized, values };
}

/** A name that no variable of the operation has; from now on it is taken. */
function newName(taken: Set<string>): string {
  let number = taken.size;
  while (taken.has(`literal_${number}`)) number += 1;
  taken.add(`literal_${number}`);
  return `literal_${number}`;
}

function operationOf(document: DocumentNode): OperationDefinitionNode {
  for (const definition of document.definitions) if (definition.kind === Kind.OPERATION_DEFINITION) return definition;
  throw new Error('A document that is normalized must have an operation; got none.');
}

/** True for a literal without variables in which no custom scalar has a say. */
function isPlain(value: ValueNode, type: GraphQLInputType): boolean {
  if (value.kind === Kind.VARIABLE) return false;
  if (isNonNullType(type)) return isPlain(value, type.ofType);
  if (value.kind === Kind.NULL) return true;
  if (isListType(type)) {
    const items = value.kind === Kind.LIST ? value.values : [value];
    return items.every((item) => isPlain(item, type.ofType));
  }
  if (isInputObjectType(type)) {
    const fields = type.getFields();
    return (
      value.kind === Kind.OBJECT &&
      value.fields.every((field) => {
        const known = fields[field.name.value];
        return known !== undefined && isPlain(field.value, known.type);
      })
    );
  }
  return isEnumType(type) || specifiedScalarTypes.some(({ name }) => name === getNamedType(type).name);
}

/** The literal as a client would have sent it in a variable. Numbers of IDs stay exact as strings. */
function jsonOf(value: ValueNode, type: GraphQLInputType): unknown {
  if (isNonNullType(type)) return jsonOf(value, type.ofType);
  switch (value.kind) {
    case Kind.NULL:
    case Kind.VARIABLE:
      return null;
    case Kind.INT:
    case Kind.FLOAT:
      return getNamedType(type).name === 'ID' ? value.value : Number(value.value);
    case Kind.STRING:
    case Kind.ENUM:
    case Kind.BOOLEAN:
      return value.value;
    case Kind.LIST: {
      const item = isListType(type) ? type.ofType : type;
      return value.values.map((each) => jsonOf(each, item));
    }
    case Kind.OBJECT: {
      const object = isListType(type) ? getNamedType(type) : type;
      const fields = isInputObjectType(object) ? object.getFields() : {};
      return Object.fromEntries(
        value.fields.flatMap((field) => {
          const known = fields[field.name.value];
          return known === undefined ? [] : [[field.name.value, jsonOf(field.value, known.type)]];
        }),
      );
    }
  }
}
