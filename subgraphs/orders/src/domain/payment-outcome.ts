import type { DeclineCode } from '../payments/payment-provider.ts';
import type { OrderRecord } from '../store/order-store.ts';
import type { PaymentRecord } from '../store/payment-store.ts';

/** What has become of the payment of an order, for who pays. */
export type PaymentOutcome =
  | { outcome: 'paid'; order: OrderRecord }
  | { outcome: 'declined'; order: OrderRecord; code: DeclineCode }
  /** `redirectUrl` is where the shopper confirms it; null when the provider has not answered yet. */
  | { outcome: 'pending'; order: OrderRecord; redirectUrl: string | null };

export function paymentOutcome(order: OrderRecord, payment: PaymentRecord): PaymentOutcome {
  switch (payment.status) {
    case 'captured':
      return { outcome: 'paid', order };
    case 'declined':
      return { outcome: 'declined', order, code: payment.declineCode ?? 'cardDeclined' };
    // The order was cancelled before the money was taken.
    case 'voided':
      return { outcome: 'declined', order, code: 'cardDeclined' };
    case 'actionRequired':
      return { outcome: 'pending', order, redirectUrl: payment.redirectUrl };
    default:
      return { outcome: 'pending', order, redirectUrl: null };
  }
}
