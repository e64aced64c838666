import type { PageRequest } from '@mosaico/service';
import type { TimePosition } from './time-position.ts';

/** What becomes of an order, in this order. */
export const lifeOfAnOrder = ['PENDING', 'PROCESSING', 'SHIPPED', 'DELIVERED', 'CANCELLED'] as const;

/** An order as the history keeps it: what a customer's list of past orders shows. Orders of guests are not in it. */
export interface HistoricalOrder {
  readonly customerId: string;
  readonly orderId: string;
  /** The number a person reads out on the telephone. */
  readonly number: string;
  readonly status: (typeof lifeOfAnOrder)[number];
  /** Its year in UTC is the order's bucket; it never changes. */
  readonly placedAt: Date;
  /** When the order came to this status. */
  readonly updatedAt: Date;
  /** A decimal string. */
  readonly total: string;
  readonly currency: 'EUR' | 'GBP' | 'USD';
  /** How many lines it has, 0 to 2,147,483,647. */
  readonly itemCount: number;
}

/** A page of one customer's orders; the position is the order's `placedAt` and id. */
export interface OrderHistoryPageRequest extends PageRequest<TimePosition> {
  readonly customerId: string;
}

/** Past orders. Partition: customer and year; in it newest first, equal times by order id descending (order of UTF-8 bytes). */
export interface OrderHistoryStore {
  /**
   * Writes orders, any number of them; of several states of one order the one with the latest `updatedAt` stands, of one
   * instant's the one whose status comes last in `lifeOfAnOrder`, in whatever order they arrive. A batch can be repeated. Atomic on the embedded engine; on Cassandra a batch that failed is to be
   * repeated. @throws RangeError when an `itemCount` is none, before anything is written
   */
  put(orders: readonly HistoricalOrder[]): Promise<void>;

  /**
   * For each request, in the order of the requests, up to `limit` orders after the position; empty for a customer without
   * orders. Independent reads of single partitions.
   */
  pagesOf(requests: readonly OrderHistoryPageRequest[]): Promise<HistoricalOrder[][]>;
}

export function historyPositionOf(order: HistoricalOrder): TimePosition {
  return [order.placedAt.getTime(), order.orderId];
}

/** @throws as `put` does */
export function requireItemCounts(orders: readonly HistoricalOrder[]): void {
  for (const { orderId, itemCount } of orders) {
    if (Number.isInteger(itemCount) && itemCount >= 0 && itemCount <= 2_147_483_647) continue;
    throw new RangeError(
      `The itemCount of order ${orderId} must be an integer from 0 to 2,147,483,647; got ${itemCount}.`,
    );
  }
}
