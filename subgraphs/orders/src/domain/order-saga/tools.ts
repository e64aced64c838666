import type { CreateEvent } from '@mosaico/bus';
import type { PaymentProvider } from '../../payments/payment-provider.ts';
import type { PaymentStore } from '../../store/payment-store.ts';

/** What the steps of an order's saga work with. */
export interface OrderSagaTools {
  readonly provider: PaymentProvider;
  readonly payments: Pick<PaymentStore, 'findPayment' | 'paymentsOf' | 'refundsOf'>;
  readonly createEvent: CreateEvent;
}
