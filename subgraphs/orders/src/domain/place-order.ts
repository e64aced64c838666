import type { CreateEvent, ShopEvent } from '@mosaico/bus';
import { codedError, compareAmounts, ErrorCode, requireLogin, type Currency, type Logger } from '@mosaico/service';
import type { Caller, CartClient } from '../clients/cart-client.ts';
import type {
  NewOrder,
  OrderRecord,
  OrderStore,
  OrderTransaction,
  PlacementKey,
  Verdict,
} from '../store/order-store.ts';
import { stockEvents } from './events.ts';
import { orderCreated, type OrderedLine } from './order-events.ts';
import { requireOrderLines, type OrderLine } from './order-lines.ts';
import { requireMethod } from './action-key.ts';
import { plainTerms, type OrderTerms } from './order-terms.ts';
import type { BegunSaga, PlacementPayment } from './pay-placement.ts';
import type { PaymentOutcome } from './payment-outcome.ts';
import { cartKey, placementKey } from './placement-key.ts';
import { priceLines, type LinesOutcome } from './pricing/price-lines.ts';
import type { OrderPrice } from './pricing/price-order.ts';
import { matchLines, type WantedLine, type WantedOutcome } from './wanted-lines.ts';

type PlaceOrderOutcome =
  | { outcome: 'placed'; order: OrderRecord }
  | PaymentOutcome
  | Exclude<WantedOutcome, { outcome: 'forSale' }>
  | Exclude<LinesOutcome, { outcome: 'priced' }>
  | { outcome: 'priceChanged'; expected: string; actual: string; currency: Currency }
  | { outcome: 'emptyCart' }
  | { outcome: 'keyConflict' };

export type PlaceOrder = (request: {
  /** Null for the caller's cart. */
  items: readonly OrderLine[] | null;
  /** A token of the payment provider; null for an order that is paid later. */
  method: string | null;
  /** None when absent. */
  terms?: OrderTerms;
  idempotencyKey: string;
  caller: Caller;
}) => Promise<PlaceOrderOutcome>;

/**
 * Places an order: the stock is reserved for it, the order written and both announced in one transaction, under the client's key,
 * so that the same request places one order however often and however concurrently it comes. A request that places nothing leaves its
 * key free. Its saga begins in the same transaction; with a payment it is driven on before the request is answered. The cart takes out what was ordered when it hears of the order; until then nobody orders the same cart again, under
 * whichever key.
 *
 * @throws BAD_USER_INPUT for lines or a key that cannot be; UNAUTHENTICATED for a guest's cart, or an account that is gone.
 */
export function createPlaceOrder(options: {
  orders: OrderStore;
  cart: CartClient;
  /** True where no bus tells the cart of its order: then the cart is emptied here. */
  emptiesCart: boolean;
  currency: Currency;
  /** How long an order that is not paid keeps its units, in milliseconds. */
  reservationMs: number;
  payment: PlacementPayment;
  createEvent: CreateEvent;
  /** What follows when events are committed; never rejects. */
  committed: (events: readonly ShopEvent[]) => Promise<void>;
  now: () => Date;
  logger: Logger;
}): PlaceOrder {
  const { orders, cart, emptiesCart, currency, reservationMs, payment, createEvent, committed, now, logger } = options;
  return async ({ items, method, terms = plainTerms, idempotencyKey, caller }) => {
    const customerId = items === null ? requireLogin(caller.identity) : caller.identity.customerId;
    const lines = items === null ? null : requireOrderLines(items);
    if (method !== null) requireMethod(method);
    const key = placementKey({ customerId, key: idempotencyKey, lines, method, terms });
    return lines === null
      ? placeCart(key, { method, terms, caller })
      : place(key, { customerId, lines, method, terms, cart: null });
  };

  async function placeCart(
    key: PlacementKey,
    { method, terms, caller }: { method: string | null; terms: OrderTerms; caller: Caller },
  ): Promise<PlaceOrderOutcome> {
    const earlier = await findEarlier(key, method);
    if (earlier !== null) {
      if ('order' in earlier && emptiesCart) await emptyCart(caller, { orderedAt: earlier.order.placedAt });
      return earlier;
    }
    const { lines, updatedAt } = await cart.read(caller);
    // Another request with this key may have ordered and emptied the cart since its order was looked for.
    if (lines.length === 0) return (await findEarlier(key, method)) ?? { outcome: 'emptyCart' };
    const { customerId } = caller.identity;
    const result = await place(key, { customerId, lines, method, terms, cart: { updatedAt } });
    if ('order' in result && emptiesCart) await emptyCart(caller);
    return result;
  }

  async function place(
    key: PlacementKey,
    options: {
      customerId: string | null;
      lines: readonly OrderLine[];
      method: string | null;
      terms: OrderTerms;
      /** Whose lines they are, and when it was last changed; null for given items. */
      cart: { readonly updatedAt: Date | null } | null;
    },
  ): Promise<PlaceOrderOutcome> {
    const { customerId, lines, method, terms } = options;
    const updatedAt = options.cart?.updatedAt ?? null;
    const state = customerId !== null && updatedAt !== null ? cartKey({ customerId, updatedAt }) : null;
    const fromCart = options.cart !== null;
    let events: ShopEvent[] = [];
    let begun: BegunSaga | null = null;
    const outcome = await orders.transaction<PlaceOrderOutcome>(async (transaction) => {
      events = [];
      begun = null;
      const at = now();
      const earlier = await transaction.claimKey(key, { at });
      if (earlier !== null) return giveUp(await replay(key, earlier, (id) => transaction.findOrder(id)));
      // The cart has not heard yet that it has been ordered as it is.
      if (state !== null && (await transaction.claimKey(state, { at })) !== null)
        return giveUp({ outcome: 'emptyCart' });

      const sellables = await transaction.lockSellables(lines.map(({ sku }) => sku));
      const wanted = matchLines(lines, sellables);
      if (wanted.outcome !== 'forSale') return giveUp(wanted);
      const country = terms.deliverTo?.country ?? null;
      const offered = await transaction.termsOf({ codes: terms.couponCodes, customerId, country, at });
      const { shippingMethod, expectedTotal: expected } = terms;
      const priced = priceLines(wanted.lines, { country, shippingMethod, customerId, at, terms: offered });
      if (priced.outcome !== 'priced') return giveUp(priced);
      const { price } = priced;
      if (expected !== null && compareAmounts(expected, price.total) !== 0) {
        return giveUp({ outcome: 'priceChanged', expected, actual: price.total, currency });
      }

      const ordered = toOrderedLines(wanted.lines, price);
      const order = await addOrder(transaction, {
        customerId,
        currency,
        placedAt: at,
        ...price,
        shippingMethod: priced.method?.id ?? null,
        items: ordered.map(({ item }) => item),
        deliverTo: terms.deliverTo,
      });
      await transaction.redeem(price.discounts, { orderId: order.id, customerId, at });
      const expiresAt = new Date(at.getTime() + reservationMs);
      const changes = await transaction.reserveStock(wanted.lines, { orderId: order.id, at, expiresAt });
      begun = await payment.begin(transaction, { order, method, idempotencyKey: key.key, expiresAt, at });
      await transaction.settleKey(key, { orderId: order.id });
      if (state !== null) await transaction.settleKey(state, { orderId: order.id });
      events = [
        orderCreated(createEvent, { order, lines: ordered, fromCart }),
        ...stockEvents(createEvent, { changes, at }),
      ];
      await transaction.announce(events);
      return { keep: true, value: { outcome: 'placed', order } };
    });
    await committed(events);
    if (outcome.outcome !== 'placed') return outcome;
    return payment.finish(outcome.order, { method, idempotencyKey: key.key, begun });
  }

  /** What an earlier request with this key came to; null when there was none. */
  async function findEarlier(key: PlacementKey, method: string | null): Promise<PlaceOrderOutcome | null> {
    const placement = await orders.findPlacement(key);
    if (placement === null) return null;
    const earlier = await replay(key, placement, async (id) => (await orders.find([id]))[0] ?? null);
    if (earlier.outcome !== 'placed') return earlier;
    return payment.finish(earlier.order, { method, idempotencyKey: key.key, begun: null });
  }

  /**
   * Best effort: the order stands whatever becomes of the cart. With `orderedAt`, the time of an order that an earlier request
   * placed, a cart that has changed since is left alone: what is in it now has not been ordered.
   */
  async function emptyCart(caller: Caller, { orderedAt }: { orderedAt?: Date } = {}): Promise<void> {
    try {
      if (orderedAt !== undefined) {
        const { updatedAt } = await cart.read(caller);
        if (updatedAt === null || updatedAt > orderedAt) return;
      }
      await cart.clear(caller);
    } catch (error) {
      logger.warn({ err: error, requestId: caller.requestId }, 'the cart was ordered but could not be emptied');
    }
  }
}

/** The lines as they are sold: at today's names and prices. */
function toOrderedLines(lines: readonly WantedLine[], price: OrderPrice): OrderedLine[] {
  return lines.flatMap(({ sellable, quantity }, index) => {
    const costs = price.lines[index];
    if (costs === undefined) return [];
    return [
      { sellable, item: { sku: sellable.sku, name: sellable.name, quantity, unitPrice: sellable.price, ...costs } },
    ];
  });
}

async function addOrder(transaction: OrderTransaction, order: NewOrder): Promise<OrderRecord> {
  const added = await transaction.addOrder(order);
  if (added !== null) return added;
  throw codedError(ErrorCode.unauthenticated, 'The account of this login no longer exists.');
}

/** The order of an earlier request, if it asked for the same. */
async function replay(
  key: PlacementKey,
  earlier: { fingerprint: string; orderId: string },
  findOrder: (id: string) => Promise<OrderRecord | null>,
): Promise<PlaceOrderOutcome> {
  if (earlier.fingerprint !== key.fingerprint) return { outcome: 'keyConflict' };
  const order = await findOrder(earlier.orderId);
  if (order === null) throw new Error(`The order ${earlier.orderId} that a key is tied to is not there.`);
  return { outcome: 'placed', order };
}

function giveUp<Value>(value: Value): Verdict<Value> {
  return { keep: false, value };
}
