import {
  isAbstractType,
  Kind,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import { withDirectives, type Condition } from './conditions.ts';

/** A selection set as it is written in one place, the type it is written for, and when it counts. */
export interface Occurrence {
  readonly selectionSet: SelectionSetNode;
  readonly parentType: GraphQLCompositeType;
  readonly condition: Condition;
}

/** A field of the answer as it is written in one place. */
export interface Selected {
  readonly responseName: string;
  readonly field: FieldNode;
  /** The type in which it is looked up: that of the innermost fragment around it. */
  readonly parentType: GraphQLCompositeType;
  /** True when a fragment around it names that type. */
  readonly isInFragment: boolean;
  readonly condition: Condition;
}

export interface CollectScope {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

/** All fields that an object of a type has in the answer, in the client's order, fragments followed. */
export function collectFields(
  scope: CollectScope,
  occurrences: readonly Occurrence[],
  runtimeType: GraphQLCompositeType,
): Selected[] {
  const selected: Selected[] = [];
  const visit = ({ selectionSet, parentType, condition }: Occurrence, isInFragment: boolean): void => {
    for (const selection of selectionSet.selections) {
      const within = withDirectives(condition, selection);
      if (within === 'never') continue;
      if (selection.kind === Kind.FIELD) {
        const responseName = selection.alias?.value ?? selection.name.value;
        selected.push({ responseName, field: selection, parentType, isInFragment, condition: within });
        continue;
      }
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : scope.fragments.get(selection.name.value);
      if (fragment === undefined) throw new Error('A fragment of a validated operation is not defined.');
      const name = fragment.typeCondition?.name.value;
      const type = name === undefined ? parentType : (scope.schema.getType(name) as GraphQLCompositeType | undefined);
      if (type === undefined || !applies(scope.schema, type, runtimeType)) continue;
      const below = { selectionSet: fragment.selectionSet, parentType: type, condition: within };
      visit(below, isInFragment || name !== undefined);
    }
  };
  for (const occurrence of occurrences) visit(occurrence, false);
  return selected;
}

function applies(schema: GraphQLSchema, condition: GraphQLCompositeType, runtimeType: GraphQLCompositeType): boolean {
  if (condition === runtimeType) return true;
  return (
    isAbstractType(condition) && schema.isSubType(condition, runtimeType as Parameters<GraphQLSchema['isSubType']>[1])
  );
}
