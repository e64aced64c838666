import {
  getDirectiveValues,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  Kind,
  parse,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

export type Path = readonly (string | number)[];
type Variables = Record<string, unknown>;

/**
 * Where a request to a subgraph puts what it gets, as paths in the subgraph's answer: the root fields, or for entities the
 * fields of each representation (`['_entities', 2, 'inventory']`), under each alias. `__typename` is not counted.
 */
export function fetchedPaths(query: string, variables: Variables): Path[] {
  const document = parse(query, { noLocation: true });
  const fields = collectFields(rootSelectionSet(document), { document, variables, type: null });
  return [...fields].flatMap(([key, field]) => {
    const representations = representationsOf(field, variables);
    if (representations === null) return [[key]];
    return representations.flatMap((representation, index) => {
      const scope = { document, variables, type: representation.__typename ?? null };
      return [...collectFields(field.selectionSet, scope).keys()].map((below) => [key, index, below]);
    });
  });
}

/** The root field for entities; a request for those of several fetches has one for each. */
const entitiesField = '_entities';

/** True for an error's path that stands at entities as a whole, or at one of them as a whole. */
export function isAtEntities(path: Path): boolean {
  const [root] = path;
  return path.length <= 2 && typeof root === 'string' && root.startsWith(entitiesField);
}

function representationsOf({ node }: Field, variables: Variables): { __typename?: string }[] | null {
  if (node.name.value !== entitiesField) return null;
  const value = node.arguments?.[0]?.value;
  const representations = value?.kind === Kind.VARIABLE ? variables[value.name.value] : null;
  return Array.isArray(representations) ? (representations as { __typename?: string }[]) : null;
}

interface Field {
  readonly node: FieldNode;
  readonly selectionSet: SelectionSetNode;
}

function rootSelectionSet(document: DocumentNode): SelectionSetNode {
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) return definition.selectionSet;
  }
  throw new Error('A fetch must have an operation; got none.');
}

/** Response keys with the field under each. A fragment on another type than the given one is passed over. */
function collectFields(
  selectionSet: SelectionSetNode,
  scope: { document: DocumentNode; variables: Variables; type: string | null },
): Map<string, Field> {
  const found = new Map<string, Field>();
  const visit = (selection: SelectionNode): void => {
    if (!isIncluded(selection, scope.variables)) return;
    if (selection.kind === Kind.FIELD) {
      const key = selection.alias?.value ?? selection.name.value;
      const selectionSet = selection.selectionSet ?? { kind: Kind.SELECTION_SET, selections: [] };
      if (key !== '__typename') found.set(key, { node: selection, selectionSet });
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
