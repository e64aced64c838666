import { createHash } from 'node:crypto';
import type { CreateEvent, ShopEvent } from '@mosaico/bus';
import { badUserInput, requireRole, shortened, type Identity } from '@mosaico/service';
import type { OrderStore, OrderTransaction } from '../store/order-store.ts';
import type { LockedSellable, StockPart } from '../store/stock-transaction.ts';
import { requireActionKey } from './action-key.ts';
import { staffActor } from './actor.ts';
import { stockEvents } from './events.ts';
import { isSku } from './sku.ts';

/** What a member of staff does to the stock of a unit. A warehouse is named by its code. */
export type StockOrder =
  | { readonly kind: 'receive'; readonly sku: string; readonly warehouse: string; readonly quantity: number }
  | {
      readonly kind: 'adjust';
      readonly sku: string;
      readonly warehouse: string;
      /** Units more, or less, than the shop believed. */
      readonly change: number;
      readonly reason: string;
    }
  | {
      readonly kind: 'transfer';
      readonly sku: string;
      readonly from: string;
      readonly to: string;
      readonly quantity: number;
    };

export type ChangeStockOutcome =
  | { outcome: 'changed'; sku: string }
  | { outcome: 'unknownItem'; sku: string }
  | { outcome: 'unknownWarehouse'; code: string }
  /** So many units are there and promised to nobody. */
  | { outcome: 'tooFew'; available: number }
  | { outcome: 'keyConflict' };

export type ChangeStock = (request: {
  order: StockOrder;
  idempotencyKey: string;
  identity: Identity;
}) => Promise<ChangeStockOutcome>;

const mostUnits = 1_000_000;
const mostOnHand = 2_147_483_647;
const longestReason = 200;

/**
 * Receives, adjusts or transfers stock, once for each key of a member of staff. Units that are owed to orders are theirs as soon as
 * they are there. What orders have been promised is never taken away.
 *
 * @throws FORBIDDEN but for merchandisers and admins; BAD_USER_INPUT for what can be no order
 */
export function createChangeStock(options: {
  orders: Pick<OrderStore, 'transaction'>;
  createEvent: CreateEvent;
  /** What follows when events are committed; never rejects. */
  committed: (events: readonly ShopEvent[]) => Promise<void>;
  now: () => Date;
}): ChangeStock {
  const { orders, createEvent, committed, now } = options;
  return async ({ order, idempotencyKey, identity }) => {
    requireRole(identity, 'merchandiser', 'admin');
    requireStockOrder(order);
    const actor = staffActor(identity);
    const key = {
      scope: `stock:${actor}`.slice(0, 40),
      key: requireActionKey(idempotencyKey),
      fingerprint: createHash('sha256').update(JSON.stringify(order)).digest('hex'),
    };
    let events: ShopEvent[] = [];
    const outcome = await orders.transaction<ChangeStockOutcome>(async (transaction) => {
      events = [];
      const at = now();
      const earlier = await transaction.claimStockKey(key, { at });
      if (earlier !== null) {
        const isSame = earlier.fingerprint === key.fingerprint;
        return { keep: false, value: isSame ? { outcome: 'changed', sku: order.sku } : { outcome: 'keyConflict' } };
      }
      const parts = await plan(transaction, order);
      if ('outcome' in parts) return { keep: false, value: parts };
      const reason = order.kind === 'adjust' ? order.reason.trim() : null;
      const changes = await transaction.changeStock(parts.sellable, parts.parts, { at, reason, actor });
      events = stockEvents(createEvent, { changes, at });
      await transaction.announce(events);
      return { keep: true, value: { outcome: 'changed', sku: order.sku } };
    });
    await committed(events);
    return outcome;
  };
}

/** Which levels change by how much. */
async function plan(
  transaction: OrderTransaction,
  order: StockOrder,
): Promise<Exclude<ChangeStockOutcome, { outcome: 'changed' }> | { sellable: LockedSellable; parts: StockPart[] }> {
  const codes = order.kind === 'transfer' ? [order.from, order.to] : [order.warehouse];
  const ids = new Map((await transaction.findWarehouses(codes)).map(({ code, warehouseId }) => [code, warehouseId]));
  const unknown = codes.find((code) => !ids.has(code));
  if (unknown !== undefined) return { outcome: 'unknownWarehouse', code: unknown };
  const [sellable] = await transaction.lockSellables([order.sku]);
  if (sellable === undefined) return { outcome: 'unknownItem', sku: order.sku };

  const parts = partsOf(order).map(({ code, ...part }) => ({ ...part, warehouseId: ids.get(code) ?? 0 }));
  for (const { warehouseId, units } of parts) {
    const level = sellable.levels.find((one) => one.warehouseId === warehouseId);
    const { onHand = 0, reserved = 0, backordersAllowed = false } = level ?? {};
    const free = backordersAllowed ? onHand : onHand - reserved;
    if (units < 0 && free < -units) return { outcome: 'tooFew', available: Math.max(free, 0) };
    if (onHand + units > mostOnHand) throw badUserInput(`A warehouse holds at most ${mostOnHand} units of a sku.`);
  }
  return { sellable, parts };
}

function partsOf(order: StockOrder): (Omit<StockPart, 'warehouseId'> & { code: string })[] {
  switch (order.kind) {
    case 'receive':
      return [{ kind: 'receipt', code: order.warehouse, units: order.quantity }];
    case 'adjust':
      return [{ kind: 'adjustment', code: order.warehouse, units: order.change }];
    case 'transfer':
      return [
        { kind: 'transfer', code: order.from, units: -order.quantity },
        { kind: 'transfer', code: order.to, units: order.quantity },
      ];
  }
}

/** @throws BAD_USER_INPUT */
function requireStockOrder(order: StockOrder): void {
  if (!isSku(order.sku)) {
    throw badUserInput(
      `sku must have 1 to 40 printable characters and no space at either end; got ${shortened(order.sku)}.`,
    );
  }
  const units = order.kind === 'adjust' ? Math.abs(order.change) : order.quantity;
  if (!Number.isInteger(units) || units < 1 || units > mostUnits) {
    throw badUserInput(
      order.kind === 'adjust'
        ? `change must be from 1 to ${mostUnits} units more or less; got ${order.change}.`
        : `quantity must be from 1 to ${mostUnits}; got ${order.quantity}.`,
    );
  }
  if (order.kind === 'transfer' && order.from === order.to) {
    throw badUserInput(`from and to must be two warehouses; got ${shortened(order.from)} twice.`);
  }
  if (order.kind === 'adjust') {
    const length = order.reason.trim().length;
    if (length < 1 || length > longestReason) {
      throw badUserInput(`reason must have 1 to ${longestReason} characters; got ${shortened(order.reason)}.`);
    }
  }
}
