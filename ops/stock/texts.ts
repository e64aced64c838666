import type { Violation } from '@mosaico/orders';

export const usage = `npm run stock -- verify

  verify  builds the stock anew from its ledger, the reservations and the orders, and prints what differs

The database is that of MYSQL_URL; without it the embedded one in DATA_DIR, while no shop runs on it.`;

/** What differs, a line each under what should hold. */
export function violationsText(violations: readonly Violation[]): string {
  if (violations.length === 0) return 'All stock is as its ledger, its reservations and its orders say.';
  const widest = Math.max(...violations.map(({ subject }) => subject.length));
  return Array.from(Map.groupBy(violations, ({ invariant }) => invariant))
    .map(
      ([invariant, group]) =>
        `${invariant}\n${group
          .map(({ subject, expected, found }) => `  ${subject.padEnd(widest)}  must be: ${expected}  is: ${found}`)
          .join('\n')}`,
    )
    .join('\n');
}
