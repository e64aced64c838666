import { GraphQLError, Kind, type ASTVisitor, type ValidationContext, type ValidationRule } from 'graphql';
import type { FragmentDefinitionNode, OperationDefinitionNode, SelectionSetNode } from 'graphql';

/** How much one operation may ask for, checked before it is planned. */
export interface Limits {
  /** Fields below fields, fragments followed; the standard introspection query has 14. */
  readonly maxDepth: number;
  /** Aliases in the whole document. */
  readonly maxAliases: number;
  /** Lexical tokens in the whole document. */
  readonly maxTokens: number;
  /** Fields and fragments once every spread is written out. */
  readonly maxSelections: number;
}

export const defaultLimits: Limits = { maxDepth: 16, maxAliases: 50, maxTokens: 4_000, maxSelections: 5_000 };

export function limitRules(limits: Limits): ValidationRule[] {
  return [(context) => depthRule(context, limits.maxDepth), (context) => aliasRule(context, limits.maxAliases)];
}

function depthRule(context: ValidationContext, max: number): ASTVisitor {
  const known = new Map<FragmentDefinitionNode, number>();
  const open = new Set<FragmentDefinitionNode>();

  function depthOf(selectionSet: SelectionSetNode | undefined): number {
    let depth = 0;
    for (const selection of selectionSet?.selections ?? []) {
      const below =
        selection.kind === Kind.FIELD
          ? 1 + depthOf(selection.selectionSet)
          : selection.kind === Kind.INLINE_FRAGMENT
            ? depthOf(selection.selectionSet)
            : depthOfFragment(context.getFragment(selection.name.value));
      depth = Math.max(depth, below);
    }
    return depth;
  }

  function depthOfFragment(fragment: FragmentDefinitionNode | null | undefined): number {
    // A fragment that spreads itself is another rule's to report.
    if (!fragment || open.has(fragment)) return 0;
    const depth = known.get(fragment);
    if (depth !== undefined) return depth;
    open.add(fragment);
    const measured = depthOf(fragment.selectionSet);
    open.delete(fragment);
    known.set(fragment, measured);
    return measured;
  }

  return {
    OperationDefinition(node: OperationDefinitionNode) {
      const depth = depthOf(node.selectionSet);
      if (depth > max) report(context, `An operation may be at most ${max} fields deep; this one is ${depth}.`);
    },
  };
}

function aliasRule(context: ValidationContext, max: number): ASTVisitor {
  let count = 0;
  return {
    Field(node) {
      if (node.alias) count += 1;
    },
    Document: {
      leave() {
        if (count > max) report(context, `A document may have at most ${max} aliases; this one has ${count}.`);
      },
    },
  };
}

function report(context: ValidationContext, message: string): void {
  context.reportError(new GraphQLError(message));
}
