import type { Inbox } from '@mosaico/bus';

/** An order as it was placed. */
export interface PlacedOrder {
  readonly id: string;
  /** As the customer knows it: the invoice of its facts. */
  readonly number: string;
  /** Null for a guest. */
  readonly customerId: string | null;
  readonly placedAt: Date;
  /** Each sku once. */
  readonly lines: readonly PlacedLine[];
}

export interface PlacedLine {
  readonly sku: string;
  /** Null where the unit is no longer of a product. */
  readonly catalogId: string | null;
  /** As it was sold. */
  readonly name: string;
  readonly quantity: number;
  /** A decimal string with at most four decimals. */
  readonly unitPrice: string;
  /** What the line was sold for when promotions took something off it, with two decimals; absent where nothing was. */
  readonly discounted?: string;
}

/** A part of an order's money that was given back. */
export interface Refund {
  readonly id: string;
  readonly orderId: string;
  /** A decimal string with at most four decimals. */
  readonly amount: string;
  readonly at: Date;
}

/** A product as the catalog has it from a revision on. */
export interface ProductState {
  readonly catalogId: string;
  /** Later states have higher ones. */
  readonly revision: number;
  readonly name: string;
  readonly status: 'active' | 'archived';
  readonly categoryId: string;
  readonly skus: readonly string[];
}

/**
 * What events make of the warehouse. Each call takes the id of its event and is one transaction: effect and id are there together
 * or not at all, so that an event which comes again, later or at once, changes nothing. Events of different aggregates may come in
 * any order.
 *
 * A fact is never changed or removed. What undoes a sale is a `return` of its own day: a report that was read last month says the
 * same this month, every sum is one over rows, and so do the bookkeepers and the imported facts have it. An order gives back no more
 * than it sold: a refund of a cancelled order, or of its freight, moves no sum.
 *
 * @throws RangeError for what the warehouse cannot hold, as FactStore does; then nothing is written.
 */
export interface WarehouseInbox extends Inbox {
  /** A sale for each line, and the customer and the products where they are not known. */
  orderPlaced(eventId: string, order: PlacedOrder): Promise<void>;
  /** Takes back what the order has not given back yet; where its sale is not there yet, as soon as it is. */
  orderCancelled(eventId: string, cancellation: { orderId: string; at: Date }): Promise<void>;
  /** Takes the amount back; where the order's sale is not there yet, as soon as it is. */
  orderRefunded(eventId: string, refund: Refund): Promise<void>;
  /** A customer is first seen when they register, or buy, whichever was earlier. */
  customerRegistered(eventId: string, customer: { id: string; at: Date }): Promise<void>;
  /** Forgets what is known of a customer but for the number by which facts name nobody. */
  customerClosed(eventId: string, customer: { id: string }): Promise<void>;
  /** Nothing when a later state is known. A unit whose name is the product's with more behind it keeps it. */
  productChanged(eventId: string, product: ProductState): Promise<void>;
  /** Its units stay, since facts name them. Nothing when a later state is known. */
  productDeleted(eventId: string, product: { catalogId: string; revision: number }): Promise<void>;
}
