import type { Knex } from 'knex';

/** Rows of a subject and pairs of columns `…_1`, what must be, and `…_2`, what is. */
export async function compare(
  knex: Knex,
  sql: string,
): Promise<{ subject: string; expected: string; found: string }[]> {
  const answer = (await knex.raw(sql)) as { rows: Row[] } | [Row[]];
  const rows = 'rows' in answer ? answer.rows : answer[0];
  return rows.map((row) => ({
    subject: String(row['subject']),
    expected: sideOf(row, '_1'),
    found: sideOf(row, '_2'),
  }));
}
type Row = Record<string, unknown>;

function sideOf(row: Row, side: '_1' | '_2'): string {
  return Object.entries(row)
    .filter(([column]) => column.endsWith(side))
    .map(([column, value]) => `${column.slice(0, -side.length).replaceAll('_', ' ')} ${String(value)}`)
    .join(', ');
}
