import type { CreateEvent, ShopEvent } from '@mosaico/bus';
import { requireRole, type Identity } from '@mosaico/service';
import type { ParcelRecord } from '../../store/delivery-store.ts';
import type { OrderStatus, OrderStore } from '../../store/order-store.ts';
import { requireActionKey } from '../action-key.ts';
import { staffActor } from '../actor.ts';
import { orderShipped } from '../order-events.ts';
import { requireOrderLines, type OrderLine } from '../order-lines.ts';
import { fingerprintOf, requireOrder, requireText } from './requests.ts';
import { inOrder, leftToShip, toLines, tooMany, type TooManyLine } from './units.ts';

type ShipOrderOutcome =
  | { outcome: 'shipped'; parcel: ParcelRecord }
  | { outcome: 'notShippable'; status: OrderStatus }
  | { outcome: 'tooMany'; lines: TooManyLine[] }
  | { outcome: 'keyConflict' };

export type ShipOrder = (request: {
  orderId: string;
  /** Null for all that is left. */
  lines: readonly OrderLine[] | null;
  carrier: string;
  trackingCode: string | null;
  idempotencyKey: string;
  identity: Identity;
}) => Promise<ShipOrderOutcome>;

/**
 * Sends units of a paid order, all of them or some: when the last has left, the order is `shipped`, and that is announced. The
 * same key is the same parcel.
 *
 * @throws BAD_USER_INPUT for what can be no key, line, text or order; FORBIDDEN without one of the roles
 */
export function createShipOrder(options: {
  orders: Pick<OrderStore, 'transaction'>;
  createEvent: CreateEvent;
  /** What follows when events are committed; never rejects. */
  committed: (events: readonly ShopEvent[]) => Promise<void>;
  now: () => Date;
}): ShipOrder {
  const { orders, createEvent, committed, now } = options;
  return async ({ orderId, identity, ...request }) => {
    requireRole(identity, 'support', 'fulfiller', 'admin');
    const key = `${orderId}:${requireActionKey(request.idempotencyKey)}`;
    const carrier = requireText(request.carrier, { argument: 'carrier', longest: 60 });
    const trackingCode =
      request.trackingCode === null
        ? null
        : requireText(request.trackingCode, { argument: 'trackingCode', longest: 100 });
    const named = request.lines === null ? null : inOrder(requireOrderLines(request.lines, { argument: 'lines' }));
    const fingerprint = fingerprintOf([named, carrier, trackingCode]);
    let events: ShopEvent[] = [];
    const outcome = await orders.transaction<ShipOrderOutcome>(async (transaction) => {
      events = [];
      const order = await requireOrder(transaction, orderId);
      const parcels = await transaction.parcelsOfOrder(orderId);
      const earlier = parcels.find((parcel) => parcel.key === key);
      if (earlier !== undefined) return giveUp(replay(earlier, fingerprint));
      if (order.status !== 'processing') return giveUp({ outcome: 'notShippable', status: order.status });

      const left = leftToShip(await transaction.itemsOf(orderId), parcels);
      const lines = named ?? inOrder(toLines(left));
      const over = tooMany(lines, left);
      if (over.length > 0) return giveUp({ outcome: 'tooMany', lines: over });
      const at = now();
      const actor = staffActor(identity);
      const parcel = await transaction.addParcel({
        ...{ orderId, key, fingerprint, carrier, trackingCode, actor, shippedAt: at, lines },
      });
      if (toLines(leftToShip(toLines(left), [parcel])).length === 0) {
        await transaction.changeStatus(orderId, { status: 'shipped', at, reason: null, actor });
        events = [orderShipped(createEvent, { order, at })];
        await transaction.announce(events);
      }
      return { keep: true, value: { outcome: 'shipped', parcel } };
    });
    await committed(events);
    return outcome;
  };
}

function replay(parcel: ParcelRecord, fingerprint: string): ShipOrderOutcome {
  return parcel.fingerprint === fingerprint ? { outcome: 'shipped', parcel } : { outcome: 'keyConflict' };
}

function giveUp(value: ShipOrderOutcome) {
  return { keep: false, value };
}
