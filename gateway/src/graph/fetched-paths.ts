import {
  getDirectiveValues,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  Kind,
  parse,
  type DocumentNode,
  type FragmentDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

export type Path = readonly (string | number)[];
type Variables = Record<string, unknown>;

/**
 * Where a fetch of a query plan puts what it gets, as paths in the subgraph's answer: the root fields, or for an entity
 * fetch the fields of each representation (`['_entities', 2, 'inventory']`). `__typename` is not counted.
 */
export function fetchedPaths(query: string, variables: Variables): Path[] {
  const document = parse(query, { noLocation: true });
  const root = rootSelectionSet(document);
  const fields = collectFields(root, { document, variables, type: null });
  const entities = fields.get('_entities');
  const representations = variables['representations'];
  if (entities === undefined || !Array.isArray(representations)) return [...fields.keys()].map((key) => [key]);
  return representations.flatMap((representation: { __typename?: string }, index) => {
    const type = representation.__typename ?? null;
    return [...collectFields(entities, { document, variables, type }).keys()].map((key) => ['_entities', index, key]);
  });
}

function rootSelectionSet(document: DocumentNode): SelectionSetNode {
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) return definition.selectionSet;
  }
  throw new Error('A fetch must have an operation; got none.');
}

/** Response keys with the selection below them. A fragment on another type than the given one is passed over. */
function collectFields(
  selectionSet: SelectionSetNode,
  scope: { document: DocumentNode; variables: Variables; type: string | null },
): Map<string, SelectionSetNode> {
  const found = new Map<string, SelectionSetNode>();
  const visit = (selection: SelectionNode): void => {
    if (!isIncluded(selection, scope.variables)) return;
    if (selection.kind === Kind.FIELD) {
      const key = selection.alias?.value ?? selection.name.value;
      if (key !== '__typename') found.set(key, selection.selectionSet ?? { kind: Kind.SELECTION_SET, selections: [] });
      return;
    }
    const fragment =
      selection.kind === Kind.INLINE_FRAGMENT ? selection : namedFragment(scope.document, selection.name.value);
    const condition = fragment?.typeCondition?.name.value;
    if (fragment === undefined || (condition !== undefined && scope.type !== null && condition !== scope.type)) return;
    fragment.selectionSet.selections.forEach(visit);
  };
  selectionSet.selections.forEach(visit);
  return found;
}

function isIncluded(selection: SelectionNode, variables: Variables): boolean {
  const skip = getDirectiveValues(GraphQLSkipDirective, selection, variables);
  const include = getDirectiveValues(GraphQLIncludeDirective, selection, variables);
  return skip?.['if'] !== true && include?.['if'] !== false;
}

function namedFragment(document: DocumentNode, name: string): FragmentDefinitionNode | undefined {
  return document.definitions
    .filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
    .find((definition) => definition.name.value === name);
}
