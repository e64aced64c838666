import type { StockLevel } from '../store/stock-transaction.ts';

/**
 * From which warehouses so many units are taken: from the first one that has them all; else from each what it has, in their
 * order, and what is missing from the first one that allows backorders.
 *
 * @param levels in the order in which orders are served from them
 * @returns null when there are too few
 */
export function allocate(
  levels: readonly StockLevel[],
  quantity: number,
): { warehouseId: number; quantity: number }[] | null {
  const free = levels.map((level) => ({ ...level, available: Math.max(level.onHand - level.reserved, 0) }));
  const whole = free.find(({ available }) => available >= quantity);
  if (whole !== undefined) return [{ warehouseId: whole.warehouseId, quantity }];

  const taken = new Map<number, number>();
  let missing = quantity;
  for (const { warehouseId, available } of free) {
    const part = Math.min(available, missing);
    if (part > 0) taken.set(warehouseId, part);
    missing -= part;
  }
  if (missing > 0) {
    const owing = levels.find(({ backordersAllowed }) => backordersAllowed);
    if (owing === undefined) return null;
    taken.set(owing.warehouseId, (taken.get(owing.warehouseId) ?? 0) + missing);
  }
  return Array.from(taken, ([warehouseId, part]) => ({ warehouseId, quantity: part }));
}

/** How many units of it can be promised now; Infinity where backorders are allowed. */
export function promisable(levels: readonly StockLevel[]): number {
  if (levels.some(({ backordersAllowed }) => backordersAllowed)) return Infinity;
  return levels.reduce((sum, { onHand, reserved }) => sum + Math.max(onHand - reserved, 0), 0);
}
