import type { SqliteFile } from '../storage/sqlite-file.ts';
import type { IndexScan } from './index-scan.ts';
import { countedKeys, type Plan } from './plan.ts';

/** The rows that a plan finds, each once: in the order of the sort if it is ordered, otherwise in the order of insertion. */
export function* rowsOf(file: SqliteFile, plan: Exclude<Plan, { kind: 'scan' }>): Generator<number> {
  if (plan.kind === 'ordered') yield* orderedRows(file, plan.scan, plan.backward);
  else yield* [...unorderedRows(file, plan)].sort((left, right) => left - right);
}

/** How many keys a scan would read, counted up to `countedKeys`. */
export function countKeys(file: SqliteFile, { index, ranges, exact }: IndexScan): number {
  if (index.unique && exact) return ranges.length;
  const sql = `SELECT count(*) FROM (SELECT 1 FROM ${index.table} WHERE ${index.column} >= ? AND ${index.column} < ? LIMIT ?)`;
  let keys = 0;
  for (const { low, high } of ranges) {
    if (keys >= countedKeys) break;
    const [count] = file.get(sql, low, high, countedKeys - keys) ?? [];
    keys += count as number;
  }
  return keys;
}

function* orderedRows(file: SqliteFile, { index, ranges }: IndexScan, backward: boolean): Generator<number> {
  const order = backward ? 'DESC' : 'ASC';
  const { table, column } = index;
  const sql = `SELECT n FROM ${table} WHERE ${column} >= ? AND ${column} < ? ORDER BY ${column} ${order}`;
  const seen = new Set<number>();
  for (const { low, high } of backward ? ranges.toReversed() : ranges) {
    for (const [n] of file.iterate(sql, low, high)) {
      if (seen.has(n as number)) continue;
      seen.add(n as number);
      yield n as number;
    }
  }
}

function unorderedRows(file: SqliteFile, plan: Exclude<Plan, { kind: 'scan' }>): Set<number> {
  switch (plan.kind) {
    case 'union':
      return new Set(plan.plans.flatMap((inner) => (inner.kind === 'scan' ? [] : [...unorderedRows(file, inner)])));
    case 'ordered':
      return scanRows(file, plan.scan);
    case 'index': {
      let rows = scanRows(file, plan.scan);
      for (const other of plan.alsoIn) {
        if (rows.size === 0) break;
        const others = scanRows(file, other);
        rows = new Set([...rows].filter((row) => others.has(row)));
      }
      return rows;
    }
  }
}

function scanRows(file: SqliteFile, { index, ranges }: IndexScan): Set<number> {
  const sql = `SELECT n FROM ${index.table} WHERE ${index.column} >= ? AND ${index.column} < ?`;
  const rows = new Set<number>();
  for (const { low, high } of ranges) for (const [n] of file.all(sql, low, high)) rows.add(n as number);
  return rows;
}
