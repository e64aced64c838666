import {
  Kind,
  print,
  visit,
  type DocumentNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type VariableDefinitionNode,
} from 'graphql';
import { createQuestion, type Question } from '../compile/fetch.ts';

/** The alias and the variable of one of several fetches of entities in a common request. */
export const entitiesAlias = (index: number) => `_entities_${index}`;
export const representationsVariable = (index: number) => `representations_${index}`;

/**
 * One request in place of several for entities of one subgraph, each under its own alias, with its own representations.
 * The client's variables are the same in all of them, as all come from one operation.
 */
export function mergeQuestions(questions: readonly Question[]): Question {
  const parts = questions.map((question, index) => renamed(question.document(), index));
  const operations = parts.map(operationOf);
  const [first] = questions;
  if (first === undefined) throw new Error('There must be questions to merge; got none.');
  const variables = new Map<string, VariableDefinitionNode>();
  for (const { variableDefinitions = [] } of operations)
    for (const definition of variableDefinitions) variables.set(definition.variable.name.value, definition);
  const operation: OperationDefinitionNode = {
    ...operationOf(parts[0] as DocumentNode),
    variableDefinitions: [...variables.values()],
    selectionSet: {
      kind: Kind.SELECTION_SET,
      selections: operations.flatMap(({ selectionSet }): readonly SelectionNode[] => selectionSet.selections),
    },
  };
  const fragments = parts.flatMap(({ definitions }) =>
    definitions.filter(
      (definition): definition is FragmentDefinitionNode => definition.kind === Kind.FRAGMENT_DEFINITION,
    ),
  );
  const document: DocumentNode = { kind: Kind.DOCUMENT, definitions: [operation, ...fragments] };
  return createQuestion({
    subgraph: first.subgraph,
    query: print(document),
    operationName: first.operationName,
    variableUsages: [...new Set(questions.flatMap(({ variableUsages }) => variableUsages))],
    document,
  });
}

/** A fetch's document with everything in it that is its own named by its index. */
function renamed(document: DocumentNode, index: number): DocumentNode {
  let depth = 0;
  return visit(document, {
    SelectionSet: { enter: () => void (depth += 1), leave: () => void (depth -= 1) },
    Variable: (node) =>
      node.name.value === 'representations'
        ? { ...node, name: { ...node.name, value: representationsVariable(index) } }
        : undefined,
    FragmentSpread: (node) => ({ ...node, name: { ...node.name, value: `${node.name.value}_${index}` } }),
    FragmentDefinition: (node) => ({ ...node, name: { ...node.name, value: `${node.name.value}_${index}` } }),
    Field: (node) =>
      depth === 1 && node.name.value === '_entities'
        ? { ...node, alias: { kind: Kind.NAME as const, value: entitiesAlias(index) } }
        : undefined,
  });
}

function operationOf(document: DocumentNode): OperationDefinitionNode {
  for (const definition of document.definitions) if (definition.kind === Kind.OPERATION_DEFINITION) return definition;
  throw new Error('A fetch must have an operation; got none.');
}
