import type { OrderItemRecord } from '../../store/order-store.ts';
import type { ParcelRecord, ReturnRecord, UnitLine } from '../../store/delivery-store.ts';

/** How long after its delivery a parcel's units may be sent back, in milliseconds: 30 days. */
export const returnableMs = 30 * 86_400_000;

/** A line of more units than there are. */
export interface TooManyLine {
  readonly sku: string;
  readonly requested: number;
  readonly available: number;
}

/** Of each sku of an order, how many units have not left the warehouse. */
export function leftToShip(items: readonly UnitLine[], parcels: readonly ParcelRecord[]): Map<string, number> {
  return sums(
    items,
    parcels.flatMap(({ lines }) => lines),
  );
}

/** Of each sku that was delivered lately, how many units nobody has asked to send back. */
export function returnable(
  { parcels, returns }: { parcels: readonly ParcelRecord[]; returns: readonly ReturnRecord[] },
  { at }: { at: Date },
): Map<string, number> {
  const lately = parcels.filter(
    ({ deliveredAt }) => deliveredAt !== null && at.getTime() - deliveredAt.getTime() <= returnableMs,
  );
  return sums(
    lately.flatMap(({ lines }) => lines),
    returns.flatMap(({ lines }) => lines),
  );
}

/** Those of the lines that name more than there is. */
export function tooMany(lines: readonly UnitLine[], left: ReadonlyMap<string, number>): TooManyLine[] {
  return lines
    .map(({ sku, quantity }) => ({ sku, requested: quantity, available: left.get(sku) ?? 0 }))
    .filter(({ requested, available }) => requested > available);
}

/** All that is left, as lines. */
export function toLines(left: ReadonlyMap<string, number>): UnitLine[] {
  return Array.from(left, ([sku, quantity]) => ({ sku, quantity })).filter(({ quantity }) => quantity > 0);
}

/** In the order of skus, so that the same lines in another order are the same. */
export function inOrder(lines: readonly UnitLine[]): UnitLine[] {
  return lines.map(({ sku, quantity }) => ({ sku, quantity })).sort((a, b) => (a.sku < b.sku ? -1 : 1));
}

function sums(plus: readonly Pick<OrderItemRecord, 'sku' | 'quantity'>[], minus: readonly UnitLine[]) {
  const left = new Map<string, number>();
  for (const { sku, quantity } of plus) left.set(sku, (left.get(sku) ?? 0) + quantity);
  for (const { sku, quantity } of minus) left.set(sku, Math.max((left.get(sku) ?? 0) - quantity, 0));
  return left;
}
