import type { ShopEvent } from '@mosaico/bus';
import type { Currency, PageRequest } from '@mosaico/service';
import type { OrderDiscount } from '../domain/pricing/promotion.ts';
import type { BulkResult } from './customer-store.ts';
import type { AddressRecord } from './accounts/address-book-store.ts';
import type { DeliveryTransaction } from './delivery-store.ts';
import type { PaymentTransaction } from './payment-store.ts';
import type { PricingTransaction } from './pricing-store.ts';
import type { SagaTransaction } from './saga-store.ts';
import type { StockTransaction } from './stock-transaction.ts';

export type OrderStatus = 'pending' | 'processing' | 'shipped' | 'delivered' | 'cancelled';

/** What an order costs beside its lines. Amounts are decimal strings with two decimals, none below zero. */
export interface OrderCharges {
  /** What promotions take off the items: the sum of its lines' discounts. */
  readonly discount: string;
  /** What delivery costs, after what promotions take off it. */
  readonly shipping: string;
  readonly tax: string;
  /** True when the other amounts hold the tax; else it comes on top of them. */
  readonly pricesIncludeTax: boolean;
  /** The id of the shipping method; null for an order that is not delivered by one. */
  readonly shippingMethod: string | null;
}

export interface OrderRecord extends OrderCharges {
  readonly id: string;
  readonly number: string;
  /** Null for a guest. */
  readonly customerId: string | null;
  readonly status: OrderStatus;
  readonly currency: Currency;
  /** Decimal strings with two decimals. */
  readonly subtotal: string;
  readonly total: string;
  readonly placedAt: Date;
}

export interface OrderItemRecord {
  readonly sku: string;
  /** As it was called, and as it was priced, when it was ordered. */
  readonly name: string;
  readonly quantity: number;
  /** A decimal string with up to four decimals. */
  readonly unitPrice: string;
  /** Quantity times unit price. This and what follows are decimal strings with two decimals. */
  readonly lineTotal: string;
  /** The line's part of what promotions take off. */
  readonly discount: string;
  /** The tax on what remains. */
  readonly tax: string;
}

/** A line that is to be written; what is left out is zero. */
export type NewOrderItem = Omit<OrderItemRecord, 'discount' | 'tax'> &
  Partial<Pick<OrderItemRecord, 'discount' | 'tax'>>;

export interface StatusChangeRecord {
  readonly status: OrderStatus;
  readonly at: Date;
  readonly reason: string | null;
  /** Who did it, as `actorOf` says it; null where that was not recorded. */
  readonly actor: string | null;
}

/** An order as the seed and the import write one; its stock was taken elsewhere and long ago. Charges that are left out are none. */
export interface OrderImport extends Omit<OrderRecord, keyof OrderCharges>, Partial<OrderCharges> {
  /** One or more; the same sku may appear twice. */
  readonly items: readonly NewOrderItem[];
  /** Oldest first; who did it is not told. */
  readonly history: readonly Omit<StatusChangeRecord, 'actor'>[];
}

/** Where an order stands among its customer's: newest first, and by id where two share a millisecond. */
export interface OrderPosition {
  readonly placedAt: Date;
  readonly id: string;
}

/** What a client's request to place an order is known by: whose key it is, the key, and what was asked. */
export interface PlacementKey {
  readonly scope: string;
  readonly key: string;
  /** Two requests are the same when their fingerprints are. */
  readonly fingerprint: string;
}

/** Orders with their lines and their past. Ids are decimal strings; ids that no order has are misses. */
export interface OrderStore {
  /** Those of the orders that exist, in any order. */
  find(ids: readonly string[]): Promise<OrderRecord[]>;
  /** The lines of those orders that exist, each order's in their order, with the catalog's product where it is known. */
  itemsOf(
    orderIds: readonly string[],
  ): Promise<{ orderId: string; items: (OrderItemRecord & { catalogId: string | null })[] }[]>;
  /** The statuses of those orders that exist, each order's oldest first. */
  statusHistoryOf(orderIds: readonly string[]): Promise<{ orderId: string; history: StatusChangeRecord[] }[]>;
  /** What promotions took off those orders of which they did, each order's in the order in which they did. */
  discountsOf(orderIds: readonly string[]): Promise<{ orderId: string; discounts: OrderDiscount[] }[]>;
  /** Where those orders go that are delivered. */
  deliveryAddressesOf(orderIds: readonly string[]): Promise<{ orderId: string; address: AddressRecord }[]>;
  /** For each of the customers that has any, up to `limit` of the orders after the position, newest first. One question for all of them. */
  pagesOf(
    customerIds: readonly string[],
    page: PageRequest<OrderPosition>,
  ): Promise<{ customerId: string; orders: OrderRecord[] }[]>;
  /** What an earlier request placed under the key, whatever it asked for; null for a miss. */
  findPlacement(key: Omit<PlacementKey, 'fingerprint'>): Promise<{ fingerprint: string; orderId: string } | null>;
  /**
   * Runs `work` in one transaction and keeps all of its writes or none: none when it answers with `rollback`, when it throws,
   * and when the process ends before this returns. After a deadlock `work` runs again from its beginning, a bounded number of
   * times, so it must do nothing outside of the transaction.
   */
  transaction<Value>(work: (transaction: OrderTransaction) => Promise<Verdict<Value>>): Promise<Value>;
  /**
   * Adds the orders that are missing, with their lines and history, all or none. An order that is there is left as it is.
   * @throws when an id belongs to the range that the store itself gives out, or the customer of an order does not exist.
   */
  addMissing(orders: readonly OrderImport[]): Promise<BulkResult>;
  counts(): Promise<{ orders: number; items: number }>;
}

/** How a transaction ends, and what it answers. */
export interface Verdict<Value> {
  readonly keep: boolean;
  readonly value: Value;
}

/** The steps of placing an order and of what follows, bound to one transaction. */
export interface OrderTransaction
  extends DeliveryTransaction, PaymentTransaction, PricingTransaction, StockTransaction {
  /**
   * Makes the key this transaction's own and answers null; or, when the key is taken, tells what was placed under it. Waits for
   * another transaction that has claimed the key and has not ended.
   */
  claimKey(
    key: PlacementKey,
    options: { at: Date },
  ): Promise<{ readonly fingerprint: string; readonly orderId: string } | null>;
  /** Writes a new order, its lines and the first row of its history; null when there is no such customer, or their account is closed. */
  addOrder(order: NewOrder): Promise<OrderRecord | null>;
  /** Ties a claimed key to the order that was placed under it. */
  settleKey(key: PlacementKey, options: { orderId: string }): Promise<void>;
  /** Writes events beside what they announce, those of one aggregate in their order. The aggregate's row must be locked, or new. */
  announce(events: readonly ShopEvent[]): Promise<void>;
  /** An order as this transaction sees it; null for a miss. */
  findOrder(id: string): Promise<OrderRecord | null>;
  /**
   * An order, locked until the transaction ends; null for a miss. Whoever changes an order, its saga, its payments or what is
   * reserved for it locks it first, and units of stock after it: so two of them wait for each other, never both.
   */
  lockOrder(id: string): Promise<OrderRecord | null>;
  /** Brings a locked order to another status and adds that to its history. Whether it may is the caller's to know. */
  changeStatus(id: string, change: StatusChangeRecord): Promise<void>;
  /** The lines of a locked order that this transaction sees, in their order. */
  itemsOf(id: string): Promise<OrderItemRecord[]>;
  readonly sagas: SagaTransaction;
}

/** An order to write. Charges that are left out are none. */
export interface NewOrder extends Partial<OrderCharges> {
  readonly customerId: string | null;
  readonly currency: Currency;
  readonly subtotal: string;
  readonly total: string;
  readonly placedAt: Date;
  readonly items: readonly NewOrderItem[];
  /** Where it is delivered, if it is. */
  readonly deliverTo?: AddressRecord | null;
}
