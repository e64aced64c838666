import type { IndexDescription } from '../../document-collection.ts';
import type { Fields } from '../../checks/plain.ts';
import { compileFilter, type Matcher } from '../query/compile-filter.ts';
import { type IndexKey, indexKeys, type KeyField, keyFields } from './index-keys.ts';

/** An index as the planner and the writers see it. */
export interface IndexDefinition {
  readonly name: string;
  readonly fields: readonly KeyField[];
  readonly unique: boolean;
  readonly sparse: boolean;
  readonly partial: Fields | undefined;
  /** Whether any document ever had an array on the way to, or at, each path; it is never unset. */
  readonly multikey: boolean[];
  /** Where its keys are: a table and the column of them. */
  readonly table: string;
  readonly column: 'key' | 'id';
  readonly isInPartial: Matcher | undefined;
}

/** The primary key, which is a column of the documents' own table. */
export function primaryIndex(table: string): IndexDefinition {
  return {
    name: '_id_',
    fields: keyFields({ _id: 1 }),
    unique: true,
    sparse: false,
    partial: undefined,
    multikey: [false],
    table,
    column: 'id',
    isInPartial: undefined,
  };
}

export function defineIndex(specification: IndexDescription, table: string, multikey?: boolean[]): IndexDefinition {
  const { name, keys, unique, sparse, partialFilterExpression } = specification;
  const fields = keyFields(keys);
  return {
    name,
    fields,
    unique,
    sparse,
    partial: partialFilterExpression,
    multikey: multikey ?? fields.map(() => false),
    table,
    column: 'key',
    isInPartial: partialFilterExpression === undefined ? undefined : compileFilter(partialFilterExpression),
  };
}

export function describeIndex({ name, fields, unique, sparse, partial }: IndexDefinition): IndexDescription {
  const keys = Object.fromEntries(fields.map(({ path, descending }) => [path, descending ? -1 : 1] as const));
  return { name, keys, unique, sparse, ...(partial === undefined ? {} : { partialFilterExpression: partial }) };
}

/** The keys that the index must hold for a document. */
export function keysOf(index: IndexDefinition, document: Fields): { keys: IndexKey[]; arrays: boolean[] } {
  if (index.isInPartial?.(document) === false) return { keys: [], arrays: index.fields.map(() => false) };
  return indexKeys(document, index);
}
