/** True for what can be the id of a customer or an order: a positive integer in decimal, without leading zeros. */
export function isNumericId(id: unknown): id is string {
  return typeof id === 'string' && /^[1-9]\d{0,18}$/.test(id);
}
