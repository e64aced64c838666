import { requireLogin, type Currency } from '@mosaico/service';
import type { Caller, CartClient } from '../clients/cart-client.ts';
import type { PricingStore } from '../store/pricing-store.ts';
import type { StockStore } from '../store/stock-store.ts';
import { requireCountry } from './input-rules.ts';
import { requireOrderLines, type OrderLine } from './order-lines.ts';
import { requireMethodId } from './order-terms.ts';
import { requireCodes } from './pricing/coupon-codes.ts';
import { priceLines, type LinesOutcome } from './pricing/price-lines.ts';
import type { OrderPrice } from './pricing/price-order.ts';
import type { ShippingMethod } from './pricing/shipping.ts';
import { matchLines, type WantedLine, type WantedOutcome } from './wanted-lines.ts';

/** What an order costs, beside what it is of. */
export interface QuoteRecord {
  readonly lines: readonly WantedLine[];
  readonly price: OrderPrice;
  readonly method: ShippingMethod | null;
  readonly currency: Currency;
}

type QuoteOutcome =
  | { outcome: 'quoted'; quote: QuoteRecord }
  | Exclude<WantedOutcome, { outcome: 'forSale' }>
  | Exclude<LinesOutcome, { outcome: 'priced' }>
  | { outcome: 'emptyCart' };

export type QuoteOrder = (request: {
  /** Null for the caller's cart. */
  items: readonly OrderLine[] | null;
  couponCodes?: readonly string[] | null | undefined;
  country?: string | null | undefined;
  shippingMethod?: string | null | undefined;
  caller: Caller;
}) => Promise<QuoteOutcome>;

/**
 * What an order would cost now, and what would stand in its way: as placing it, but that nothing is locked or written.
 *
 * @throws BAD_USER_INPUT for lines or terms that cannot be; UNAUTHENTICATED for a guest's cart.
 */
export function createQuoteOrder(options: {
  stock: Pick<StockStore, 'findSellables'>;
  pricing: Pick<PricingStore, 'termsOf'>;
  cart: Pick<CartClient, 'read'>;
  currency: Currency;
  now: () => Date;
}): QuoteOrder {
  const { stock, pricing, cart, currency, now } = options;
  return async ({ items, caller, ...given }) => {
    const customerId = items === null ? requireLogin(caller.identity) : caller.identity.customerId;
    const codes = requireCodes(given.couponCodes ?? []);
    const country =
      given.country === null || given.country === undefined
        ? null
        : requireCountry(given.country, { argument: 'country' });
    const shippingMethod = requireMethodId(given.shippingMethod);
    const lines = items === null ? (await cart.read(caller)).lines : requireOrderLines(items);
    if (lines.length === 0) return { outcome: 'emptyCart' };

    const at = now();
    const [sellables, terms] = await Promise.all([
      stock.findSellables(lines.map(({ sku }) => sku)),
      pricing.termsOf({ codes, customerId, country, at }),
    ]);
    const wanted = matchLines(lines, sellables);
    if (wanted.outcome !== 'forSale') return wanted;
    const priced = priceLines(wanted.lines, { country, shippingMethod, customerId, at, terms });
    if (priced.outcome !== 'priced') return priced;
    const { price, method } = priced;
    return { outcome: 'quoted', quote: { lines: wanted.lines, price, method, currency } };
  };
}
