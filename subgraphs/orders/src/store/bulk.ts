import { isEntityId } from '../domain/entity-id.ts';
import type { Database } from './connect.ts';
import { firstGeneratedId } from './migrations/001-initial.ts';

/** Rows, or keys, in one statement: well below the 65,535 values that PostgreSQL's protocol can carry, and a megabyte or less. */
const rowsPerStatement = 1_000;

/** Inserts rows, all with the same columns; of none it makes no statement. */
export async function insertRows({ knex, dialect }: Database, table: string, rows: readonly object[]): Promise<void> {
  for (const chunk of chunksOf(rows)) await dialect.insertRows(knex, { table, rows: chunk });
}

export function chunksOf<Item>(items: readonly Item[], size = rowsPerStatement): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

/** The row id of a record that brings its own. @throws RangeError for one that the database itself may give out. */
export function explicitId(id: string): number {
  if (isEntityId(id) && Number(id) < firstGeneratedId) return Number(id);
  throw new RangeError(`An explicit id must be a whole number from 1 to ${firstGeneratedId - 1}; got ${id}.`);
}

/** The row ids of those ids that can be one. */
export function rowIds(ids: readonly string[]): number[] {
  return ids.filter(isEntityId).map(Number);
}

/** Keys for an `in (…)`, made as many as the next power of two by its last one again: few statements then serve lists of all lengths. */
export function inList<Key>(keys: readonly Key[]): Key[] {
  const last = keys.at(-1);
  if (last === undefined) return [];
  const length = 2 ** Math.ceil(Math.log2(keys.length));
  return [...keys, ...Array.from({ length: length - keys.length }, () => last)];
}

/** Rows gathered by what they belong to, groups and rows in the order in which they came. */
export function groupRows<Row, Key>(rows: readonly Row[], keyOf: (row: Row) => Key): Map<Key, Row[]> {
  const groups = new Map<Key, Row[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}
