import type { OrderStatus } from '../store/order-store.ts';

/**
 * Every step that an order may take; whatever is not here is refused. An order is `processing` when it has been paid, `shipped`
 * when its last line has left the warehouse. The last two statuses are final.
 */
export const orderTransitions: Readonly<Record<OrderStatus, readonly OrderStatus[]>> = {
  pending: ['processing', 'cancelled'],
  processing: ['shipped', 'cancelled'],
  shipped: ['delivered'],
  delivered: [],
  cancelled: [],
};

export function mayBecome(from: OrderStatus, to: OrderStatus): boolean {
  return orderTransitions[from].includes(to);
}
