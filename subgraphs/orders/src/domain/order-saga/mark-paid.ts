import type { CreateEvent, ShopEvent } from '@mosaico/bus';
import type { OrderRecord, OrderTransaction } from '../../store/order-store.ts';
import { actorOf } from '../actor.ts';
import { stockEvents } from '../events.ts';
import { orderPaid } from '../order-events.ts';

/** Makes a locked order that is paid one that is worked on: what was reserved for it is sold. @returns what is to be announced */
export async function markPaid(
  transaction: OrderTransaction,
  options: { order: OrderRecord; at: Date; createEvent: CreateEvent },
): Promise<ShopEvent[]> {
  const { order, at, createEvent } = options;
  const change = { status: 'processing', at, reason: null, actor: actorOf(order.customerId) } as const;
  await transaction.changeStatus(order.id, change);
  const changes = await transaction.sellReserved(order.id, { at });
  return [orderPaid(createEvent, { order, at }), ...stockEvents(createEvent, { changes, at })];
}
