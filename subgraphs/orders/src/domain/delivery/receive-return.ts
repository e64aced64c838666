import type { CreateEvent, ShopEvent } from '@mosaico/bus';
import { badUserInput, requireRole, shortened, type Identity } from '@mosaico/service';
import type { DeliveryStore, ReturnRecord } from '../../store/delivery-store.ts';
import type { OrderStore } from '../../store/order-store.ts';
import { stockEvents } from '../events.ts';

export type ReceiveReturn = (request: {
  returnId: string;
  /** Whether what came back can be sold again. */
  restock: boolean;
  identity: Identity;
}) => Promise<ReturnRecord>;

/**
 * Notes that what a customer sent back has arrived, and puts it back on the shelf where it can be sold. Once more changes nothing,
 * whatever it says of the shelf.
 *
 * @throws BAD_USER_INPUT when there is no such return; FORBIDDEN without one of the roles
 */
export function createReceiveReturn(options: {
  orders: Pick<OrderStore, 'transaction'>;
  deliveries: Pick<DeliveryStore, 'orderOf'>;
  createEvent: CreateEvent;
  /** What follows when events are committed; never rejects. */
  committed: (events: readonly ShopEvent[]) => Promise<void>;
  now: () => Date;
}): ReceiveReturn {
  const { orders, deliveries, createEvent, committed, now } = options;
  return async ({ returnId, restock, identity }) => {
    requireRole(identity, 'support', 'fulfiller', 'admin');
    const orderId = await requireOrderOf(deliveries, returnId);
    let events: ShopEvent[] = [];
    const received = await orders.transaction<ReturnRecord>(async (transaction) => {
      events = [];
      await transaction.lockOrder(orderId);
      const own = (await transaction.returnsOfOrder(orderId)).find(({ id }) => id === returnId);
      if (own === undefined) throw new Error(`The return ${returnId} is not there.`);
      if (own.receivedAt !== null) return { keep: false, value: own };
      const at = now();
      await transaction.markReturnReceived(returnId, { at, restocked: restock });
      if (restock) {
        const reason = `Return ${returnId}`;
        const changes = await transaction.returnStock(own.lines, { orderId, at, reason });
        events = stockEvents(createEvent, { changes, at });
        await transaction.announce(events);
      }
      return { keep: true, value: { ...own, receivedAt: at, restocked: restock } };
    });
    await committed(events);
    return received;
  };
}

/** @throws BAD_USER_INPUT */
export async function requireOrderOf(deliveries: Pick<DeliveryStore, 'orderOf'>, returnId: string): Promise<string> {
  const orderId = await deliveries.orderOf({ returnId });
  if (orderId !== null) return orderId;
  throw badUserInput(`returnId must be the id of a return; there is no return ${shortened(returnId)}.`);
}
