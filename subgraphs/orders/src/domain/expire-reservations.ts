import type { ShopEvent } from '@mosaico/bus';
import type { OrderRecord, OrderStore, OrderTransaction } from '../store/order-store.ts';

/**
 * Ends a locked order that nobody has paid in time, and whatever is promised to it.
 *
 * @returns what is to be announced; null for an order that must not end yet, as one that is just being paid
 */
export type EndExpired = (
  transaction: OrderTransaction,
  options: { order: OrderRecord; at: Date },
) => Promise<readonly ShopEvent[] | null>;

/** So many orders end in one transaction: few, since it has the units of all of them locked. */
const ordersAtOnce = 20;
/** An order that must not end yet keeps its units for so much longer. */
const extensionMs = 60_000;

/**
 * Frees what is promised to orders that were not paid in time, some orders a transaction, until there are no more. Several may do
 * so at once, in as many processes: each order is one's, and nobody waits for another.
 *
 * @returns how many orders ended
 */
export function createExpireReservations(options: {
  orders: Pick<OrderStore, 'transaction'>;
  end: EndExpired;
  /** What follows when events are committed; never rejects. */
  committed: (events: readonly ShopEvent[]) => Promise<void>;
  now: () => Date;
}): () => Promise<number> {
  const { orders, end, committed, now } = options;

  async function expireSome(): Promise<{ found: number; ended: number }> {
    let events: ShopEvent[] = [];
    const result = await orders.transaction(async (transaction) => {
      events = [];
      const at = now();
      const ids = await transaction.lockExpired({ at, limit: ordersAtOnce });
      let ended = 0;
      for (const id of ids) {
        const order = await transaction.lockOrder(id);
        const own = order === null ? null : await end(transaction, { order, at });
        if (own === null) {
          await transaction.extendReservation(id, { expiresAt: new Date(at.getTime() + extensionMs) });
          continue;
        }
        ended += 1;
        events.push(...own);
      }
      await transaction.announce(events);
      return { keep: ids.length > 0, value: { found: ids.length, ended } };
    });
    await committed(events);
    return result;
  }

  return async () => {
    let total = 0;
    for (;;) {
      const { found, ended } = await expireSome();
      total += ended;
      if (found < ordersAtOnce) return total;
    }
  };
}
