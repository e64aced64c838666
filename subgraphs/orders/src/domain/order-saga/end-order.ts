import type { CreateEvent, ShopEvent } from '@mosaico/bus';
import type { OrderRecord, OrderTransaction } from '../../store/order-store.ts';
import { stockEvents } from '../events.ts';
import { orderCancelled } from '../order-events.ts';
import { mayBecome } from '../order-states.ts';

/**
 * Cancels a locked order: what was reserved for it is free again, what was sold is back on the shelf, its coupons count no more.
 * Its money is another matter: the saga gives that back.
 *
 * @returns what is to be announced; null when the order has come too far to be cancelled, or is cancelled
 */
export async function endOrder(
  transaction: OrderTransaction,
  options: { order: OrderRecord; reason: string; actor: string; at: Date; createEvent: CreateEvent },
): Promise<ShopEvent[] | null> {
  const { order, reason, actor, at, createEvent } = options;
  if (!mayBecome(order.status, 'cancelled')) return null;
  await transaction.changeStatus(order.id, { status: 'cancelled', at, reason, actor });
  const items = await transaction.itemsOf(order.id);
  const released = await transaction.releaseStock(order.id, { at, reason });
  const returned = await transaction.returnStock('all', { orderId: order.id, at, reason });
  await transaction.releaseCoupons(order.id, { at });
  return [
    orderCancelled(createEvent, { order, items, reason, at }),
    ...stockEvents(createEvent, { changes: [...released, ...returned], at }),
  ];
}
