import { hasOperators, isPlainObject } from '../../../checks/plain.ts';

/** What to do at a field: keep or leave it out, compute it, or go on inside it. */
export type FieldNode = { kind: 'keep' } | { kind: 'drop' } | { kind: 'compute'; expression: unknown } | FieldTree;

export interface FieldTree {
  kind: 'tree';
  fields: Map<string, FieldNode>;
}

/** The fields of a projection or of `$addFields`, dotted and nested ones alike, as a tree. */
export function fieldTree(specification: object, toLeaf: (value: unknown) => FieldNode): FieldTree {
  const root: FieldTree = { kind: 'tree', fields: new Map() };
  for (const [path, value] of Object.entries(specification) as [string, unknown][]) {
    const parts = path.split('.');
    const last = parts.pop() as string;
    let tree = root;
    for (const part of parts) tree = treeAt(tree, part);
    if (isPlainObject(value) && !hasOperators(value)) {
      const inner = fieldTree(value, toLeaf);
      for (const [name, node] of inner.fields) treeAt(tree, last).fields.set(name, node);
    } else {
      tree.fields.set(last, toLeaf(value));
    }
  }
  return root;
}

function treeAt(tree: FieldTree, part: string): FieldTree {
  const there = tree.fields.get(part);
  if (there?.kind === 'tree') return there;
  const inner: FieldTree = { kind: 'tree', fields: new Map() };
  tree.fields.set(part, inner);
  return inner;
}
