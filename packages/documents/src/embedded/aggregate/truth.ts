/** What counts as true: everything but false, null, missing and 0. */
export function isTruthy(value: unknown): boolean {
  return value !== false && value !== null && value !== undefined && value !== 0;
}
