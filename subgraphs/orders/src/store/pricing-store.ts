import type { PageRequest } from '@mosaico/service';
import type { OfferedPromotions } from '../domain/pricing/choose-promotions.ts';
import type { TaxRate } from '../domain/pricing/price-order.ts';
import type { AppliedDiscount, Promotion } from '../domain/pricing/promotion.ts';
import type { ShippingMethod } from '../domain/pricing/shipping.ts';

/** For whom, for what and when something is to be priced. */
export interface TermsRequest {
  /** The coupons, in capitals, each once. */
  readonly codes: readonly string[];
  /** Null for a guest. */
  readonly customerId: string | null;
  /** Where it is delivered, by the country's ISO 3166-1 alpha-2 code; null when it is not. */
  readonly country: string | null;
  readonly at: Date;
}

/** By what an order is priced, beside its lines. */
export interface PricingTerms {
  /** The automatic promotions that are valid, by id, and those of the coupons, valid or not. */
  readonly promotions: OfferedPromotions;
  /** Those that can be chosen, by id; none when nothing is delivered. */
  readonly methods: readonly ShippingMethod[];
  /** The destination's; null where it has none, or nothing is delivered. */
  readonly tax: TaxRate | null;
}

/** A tax and the country, by its ISO 3166-1 alpha-2 code, to which what is delivered bears it. */
export interface TaxRateRecord extends TaxRate {
  readonly country: string;
  /** What it is called there, such as `VAT`. */
  readonly name: string;
}

export type NewPromotion = Omit<Promotion, 'id'>;

/** Promotions, ways of delivery and taxes, as staff set them. Ids are decimal strings but for those of shipping methods. */
export interface PricingStore {
  /** By what an order would be priced now. Locks nothing, so that it may be otherwise when the order is placed. */
  termsOf(request: TermsRequest): Promise<PricingTerms>;
  /** Up to `limit` promotions before the id, newest first. */
  promotions(page: PageRequest<string>): Promise<Promotion[]>;
  /** How many orders that were not cancelled use each of the promotions, those that any does. */
  usesOf(promotionIds: readonly string[]): Promise<{ promotionId: string; uses: number }[]>;
  /**
   * Adds a promotion under a key of at most 64 characters, of any number of calls with one key once: the others get what the
   * first added, whatever they gave. `codeTaken` when another promotion, valid or not, has the code.
   */
  addPromotion(
    promotion: NewPromotion,
    options: { key: string },
  ): Promise<{ outcome: 'added' | 'existing'; promotion: Promotion } | { outcome: 'codeTaken' }>;
  /** Ends a promotion at the time, or leaves it as it is when it has ended before; null when there is none. */
  endPromotion(id: string, options: { at: Date }): Promise<Promotion | null>;
  /** All of them, by id, each with its rates in their order. */
  shippingMethods(): Promise<ShippingMethod[]>;
  /** Adds the method, or makes the one of its id as given. */
  saveShippingMethod(method: ShippingMethod): Promise<void>;
  /** By country. */
  taxRates(): Promise<TaxRateRecord[]>;
  /** Adds the rate, or makes the one of its country as given. */
  saveTaxRate(rate: TaxRateRecord): Promise<void>;
}

/** The steps of pricing, bound to one transaction. */
export interface PricingTransaction {
  /**
   * As the store's, but locks what has limits until the transaction ends, so that nobody else uses it up meanwhile. To be called
   * after the stock has been locked and before anything is written: everybody locks an order, then stock, then promotions, each
   * in the order of their keys, and whoever holds a promotion waits for nothing, so two never wait for each other.
   */
  termsOf(request: TermsRequest): Promise<PricingTerms>;
  /** Writes what promotions took off an order, and counts the uses of those with limits, which `termsOf` must have locked. */
  redeem(
    discounts: readonly AppliedDiscount[],
    options: { orderId: string; customerId: string | null; at: Date },
  ): Promise<void>;
  /**
   * Gives back what an order has used of the promotions' limits, once, however often it is called. What they took off it stays
   * written. To be called after the order and its stock have been locked.
   */
  releaseCoupons(orderId: string, options: { at: Date }): Promise<void>;
}
