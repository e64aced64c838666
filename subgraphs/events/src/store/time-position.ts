/** Where a row stands in a partition that is ordered by time and then id, both descending: milliseconds since 1970 and the id. */
export type TimePosition = readonly [at: number, id: string];

const lastInstant = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** Before every row of a partition: where the first page begins. */
export const beforeAll: TimePosition = [lastInstant + 1, ''];

export function positionOf(row: { at: Date; id: string }): TimePosition {
  return [row.at.getTime(), row.id];
}

export function isTimePosition(value: unknown): value is TimePosition {
  if (!Array.isArray(value) || value.length !== 2) return false;
  const [at, id] = value as unknown[];
  return Number.isSafeInteger(at) && Number(at) >= 0 && Number(at) <= lastInstant && typeof id === 'string';
}
