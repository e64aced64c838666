import { type Fields, isPlainObject } from '../../../checks/plain.ts';
import { evaluate } from '../evaluate.ts';
import { type FieldNode, fieldTree, type FieldTree } from './field-tree.ts';

export type Projector = (document: Fields) => Fields;

/**
 * Compiles a projection of `find` or `$project`. Kept fields stay in the document's order, computed ones follow in the
 * projection's. Inside an array it applies to each element that is an object; others are dropped when keeping.
 */
export function compileProjection(projection: Fields): Projector {
  const tree = fieldTree(projection, toLeaf);
  const others = [...tree.fields].filter(([name]) => name !== '_id').map(([, node]) => node);
  const id = tree.fields.get('_id');
  const dropping = others.length > 0 ? others.every(onlyDrops) : id?.kind === 'drop';
  if (dropping) return (document) => without(document, tree) as Fields;
  if (id === undefined) tree.fields.set('_id', { kind: 'keep' });
  else if (id.kind === 'drop') tree.fields.delete('_id');
  return (document) => keepFields(document, tree, document);
}

/** Compiles `$addFields`: what evaluates to missing is removed. */
export function compileAddFields(specification: Fields): Projector {
  const tree = fieldTree(specification, (expression) => ({ kind: 'compute', expression }));
  return (document) => withComputed(document, tree, document) as Fields;
}

export function compileUnset(paths: readonly string[]): Projector {
  const tree = fieldTree(Object.fromEntries(paths.map((path) => [path, 0])), toLeaf);
  return (document) => without(document, tree) as Fields;
}

function toLeaf(value: unknown): FieldNode {
  if (value === 0 || value === false) return { kind: 'drop' };
  if (typeof value === 'number' || value === true) return { kind: 'keep' };
  return { kind: 'compute', expression: value };
}

function onlyDrops(node: FieldNode): boolean {
  return node.kind === 'drop' || (node.kind === 'tree' && [...node.fields.values()].every(onlyDrops));
}

function without(value: unknown, tree: FieldTree): unknown {
  if (Array.isArray(value)) return value.map((element: unknown) => without(element, tree));
  if (!isPlainObject(value)) return value;
  const rest: Fields = {};
  for (const [name, field] of Object.entries(value)) {
    const node = tree.fields.get(name);
    if (node?.kind === 'drop') continue;
    rest[name] = node?.kind === 'tree' ? without(field, node) : field;
  }
  return rest;
}

/** Undefined where nothing is kept of a value. */
function keep(value: unknown, tree: FieldTree, root: Fields): unknown {
  if (Array.isArray(value)) {
    return value.map((element: unknown) => keep(element, tree, root)).filter((element) => element !== undefined);
  }
  if (isPlainObject(value)) return keepFields(value, tree, root);
  return computes(tree) ? keepFields({}, tree, root) : undefined;
}

function keepFields(value: Fields, tree: FieldTree, root: Fields): Fields {
  const kept: Fields = {};
  for (const [name, field] of Object.entries(value)) {
    const node = tree.fields.get(name);
    const result = node?.kind === 'keep' ? field : node?.kind === 'tree' ? keep(field, node, root) : undefined;
    if (result !== undefined) kept[name] = result;
  }
  for (const [name, node] of tree.fields) {
    const result =
      node.kind === 'compute'
        ? evaluate(node.expression, root)
        : node.kind === 'tree' && !Object.hasOwn(value, name) && computes(node)
          ? keepFields({}, node, root)
          : undefined;
    if (result !== undefined) kept[name] = result;
  }
  return kept;
}

function computes(node: FieldNode): boolean {
  return node.kind === 'compute' || (node.kind === 'tree' && [...node.fields.values()].some(computes));
}

function withComputed(value: unknown, tree: FieldTree, root: Fields): unknown {
  if (Array.isArray(value)) return value.map((element: unknown) => withComputed(element, tree, root));
  const result: Fields = isPlainObject(value) ? { ...value } : {};
  for (const [name, node] of tree.fields) {
    if (node.kind === 'tree') result[name] = withComputed(result[name], node, root);
    else if (node.kind === 'compute') {
      const computed = evaluate(node.expression, root);
      if (computed === undefined) Reflect.deleteProperty(result, name);
      else result[name] = computed;
    }
  }
  return result;
}
