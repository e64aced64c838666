import { storeUnavailable, type WebhookHandler } from '@mosaico/service';
import type { Settlement } from './domain/payments/settlement.ts';
import { PaymentUnavailable, WebhookRefused, type PaymentProvider } from './payments/payment-provider.ts';

/** Where payment providers send their notices, at the orders process as at the door of the shop. */
export const paymentWebhook = 'POST /webhooks/payments';

/** Believes a notice by its signature alone, and follows it before it answers: what is not followed is sent again. */
export function createPaymentWebhook(options: {
  provider: Pick<PaymentProvider, 'name' | 'verifyWebhook'>;
  settlement: Pick<Settlement, 'notice'>;
}): WebhookHandler {
  const { provider, settlement } = options;
  return async (request) => {
    try {
      const result = await settlement.notice(await provider.verifyWebhook(request));
      return { status: 200, body: { result } };
    } catch (error) {
      if (error instanceof WebhookRefused) return { status: 400, body: { message: error.message } };
      if (error instanceof PaymentUnavailable) throw storeUnavailable(provider.name, error);
      throw error;
    }
  };
}
