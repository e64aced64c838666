import type { CreateEvent, ShopEvent } from '@mosaico/bus';
import { badUserInput, requireRole, shortened, type Identity } from '@mosaico/service';
import type { DeliveryStore, ParcelRecord } from '../../store/delivery-store.ts';
import type { OrderStore } from '../../store/order-store.ts';
import { staffActor } from '../actor.ts';
import { orderDelivered } from '../order-events.ts';

export type MarkDelivered = (request: { parcelId: string; identity: Identity }) => Promise<ParcelRecord>;

/**
 * Notes that a parcel has arrived: when all of an order's have, the order is `delivered`, and that is announced. Once more changes
 * nothing.
 *
 * @throws BAD_USER_INPUT when there is no such parcel; FORBIDDEN without one of the roles
 */
export function createMarkDelivered(options: {
  orders: Pick<OrderStore, 'transaction'>;
  deliveries: Pick<DeliveryStore, 'orderOf'>;
  createEvent: CreateEvent;
  /** What follows when events are committed; never rejects. */
  committed: (events: readonly ShopEvent[]) => Promise<void>;
  now: () => Date;
}): MarkDelivered {
  const { orders, deliveries, createEvent, committed, now } = options;
  return async ({ parcelId, identity }) => {
    requireRole(identity, 'support', 'fulfiller', 'admin');
    const orderId = await deliveries.orderOf({ parcelId });
    if (orderId === null)
      throw badUserInput(`parcelId must be the id of a parcel; there is no parcel ${shortened(parcelId)}.`);
    let events: ShopEvent[] = [];
    const parcel = await orders.transaction<ParcelRecord>(async (transaction) => {
      events = [];
      const order = await transaction.lockOrder(orderId);
      const parcels = await transaction.parcelsOfOrder(orderId);
      const own = parcels.find(({ id }) => id === parcelId);
      if (order === null || own === undefined) throw new Error(`The parcel ${parcelId} is not there.`);
      if (own.deliveredAt !== null) return { keep: false, value: own };
      const at = now();
      await transaction.markParcelDelivered(parcelId, { at });
      const others = parcels.filter(({ id }) => id !== parcelId);
      if (order.status === 'shipped' && others.every(({ deliveredAt }) => deliveredAt !== null)) {
        await transaction.changeStatus(orderId, { status: 'delivered', at, reason: null, actor: staffActor(identity) });
        events = [orderDelivered(createEvent, { order, at })];
        await transaction.announce(events);
      }
      return { keep: true, value: { ...own, deliveredAt: at } };
    });
    await committed(events);
    return parcel;
  };
}
