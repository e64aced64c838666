import {
  isTypeDefinitionNode,
  Kind,
  parse,
  print,
  valueFromASTUntyped,
  type ConstDirectiveNode,
  type DefinitionNode,
  type EnumTypeDefinitionNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  type TypeDefinitionNode,
} from 'graphql';

/** A supergraph told by who answers for what (the join specification, https://specs.apollo.dev/join/v0.5). */
export interface SchemaMap {
  /** In the order in which the supergraph names them. */
  readonly subgraphs: readonly string[];
  readonly types: readonly MappedType[];
}

export interface MappedType {
  readonly name: string;
  readonly kind: 'object' | 'interface' | 'union' | 'enum' | 'input' | 'scalar';
  readonly description: string;
  /** The subgraphs that know the type. */
  readonly subgraphs: readonly string[];
  /** The keys an entity is known by across subgraphs, for example `id` or `cartId sku`; empty for what is no entity. */
  readonly keys: readonly string[];
  /** Fields of an object, interface or input; none for the others. */
  readonly fields: readonly MappedField[];
  /** Members of a union, values of an enum. */
  readonly members: readonly string[];
}

export interface MappedField {
  readonly name: string;
  /** Arguments as they stand in the schema, without descriptions. */
  readonly args: readonly string[];
  /** For example `[CartItem!]`. */
  readonly type: string;
  readonly description: string;
  /** The subgraphs that can answer it. */
  readonly subgraphs: readonly string[];
  /** What an answering subgraph must be told first from others; null when nothing. */
  readonly requires: string | null;
}

/** Reads a supergraph, and leaves out what clients cannot see. */
export function readSchemaMap(supergraphSdl: string): SchemaMap {
  const { definitions } = parse(supergraphSdl, { noLocation: true });
  const graphs = readGraphs(definitions);
  const types = definitions
    .filter(isTypeDefinitionNode)
    .filter((node) => !/^(join|link|federation|connect)__/.test(node.name.value) && !isHidden(node))
    .map((node) => readType(node, graphs));
  return { subgraphs: [...graphs.values()], types };
}

const kinds: Record<TypeDefinitionNode['kind'], MappedType['kind']> = {
  [Kind.OBJECT_TYPE_DEFINITION]: 'object',
  [Kind.INTERFACE_TYPE_DEFINITION]: 'interface',
  [Kind.UNION_TYPE_DEFINITION]: 'union',
  [Kind.ENUM_TYPE_DEFINITION]: 'enum',
  [Kind.INPUT_OBJECT_TYPE_DEFINITION]: 'input',
  [Kind.SCALAR_TYPE_DEFINITION]: 'scalar',
};

type Graphs = ReadonlyMap<string, string>;

/** The names of the subgraphs by the enum values that stand for them. */
function readGraphs(definitions: readonly DefinitionNode[]): Graphs {
  const graphs = definitions.find(
    (definition): definition is EnumTypeDefinitionNode =>
      definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === 'join__Graph',
  );
  if (!graphs) throw new Error('A supergraph must have an enum join__Graph; found none.');
  return new Map(
    graphs.values?.map((value) => {
      const name = directives(value, 'join__graph')[0]?.['name'];
      return [value.name.value, typeof name === 'string' ? name : value.name.value];
    }),
  );
}

function readType(node: TypeDefinitionNode, graphs: Graphs): MappedType {
  const joins = directives(node, 'join__type');
  const subgraphs = unique(joins.map((join) => nameOf(join, graphs)));
  return {
    name: node.name.value,
    kind: kinds[node.kind],
    description: node.description?.value ?? '',
    subgraphs,
    keys: unique(joins.flatMap(({ key }) => (typeof key === 'string' ? [key] : []))),
    fields:
      'fields' in node
        ? (node.fields ?? []).filter((field) => !isHidden(field)).map((field) => readField(field, subgraphs, graphs))
        : [],
    members: membersOf(node),
  };
}

function readField(
  node: FieldDefinitionNode | InputValueDefinitionNode,
  ofType: readonly string[],
  graphs: Graphs,
): MappedField {
  const joins = directives(node, 'join__field').filter((join) => 'graph' in join);
  const answering = joins.filter((join) => join['external'] !== true && join['usedOverridden'] !== true);
  const requires = answering.map((join) => join['requires']).find((value) => typeof value === 'string');
  return {
    name: node.name.value,
    args: 'arguments' in node ? (node.arguments ?? []).map(printArgument) : [],
    type: print(node.type),
    description: node.description?.value ?? '',
    // A field that says nothing is answered by every subgraph that knows its type.
    subgraphs: joins.length === 0 ? ofType : unique(answering.map((join) => nameOf(join, graphs))),
    requires: requires ?? null,
  };
}

function printArgument({ name, type, defaultValue }: InputValueDefinitionNode): string {
  return `${name.value}: ${print(type)}${defaultValue ? ` = ${print(defaultValue)}` : ''}`;
}

function membersOf(node: TypeDefinitionNode): string[] {
  if (node.kind === Kind.UNION_TYPE_DEFINITION) return (node.types ?? []).map(({ name }) => name.value);
  if (node.kind === Kind.ENUM_TYPE_DEFINITION) return (node.values ?? []).map(({ name }) => name.value);
  return [];
}

type DirectiveArguments = Readonly<Record<string, unknown>>;

function directives(
  node: { directives?: readonly ConstDirectiveNode[] | undefined },
  name: string,
): DirectiveArguments[] {
  return (node.directives ?? [])
    .filter((directive) => directive.name.value === name)
    .map((directive) =>
      Object.fromEntries((directive.arguments ?? []).map((arg) => [arg.name.value, valueFromASTUntyped(arg.value)])),
    );
}

function isHidden(node: { directives?: readonly ConstDirectiveNode[] | undefined }): boolean {
  return directives(node, 'inaccessible').length > 0;
}

function nameOf(join: DirectiveArguments, graphs: Graphs): string {
  const graph = String(join['graph']);
  return graphs.get(graph) ?? graph;
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)];
}
