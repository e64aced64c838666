import type Stripe from 'stripe';
import { PaymentUnavailable, type DeclineCode, type PaymentAnswer } from '../payment-provider.ts';

/** What the shop says of Stripe's codes, https://docs.stripe.com/declines/codes; all others are `cardDeclined`. */
const codes: Readonly<Record<string, DeclineCode>> = {
  insufficient_funds: 'insufficientFunds',
  expired_card: 'expiredCard',
  fraudulent: 'suspectedFraud',
  stolen_card: 'suspectedFraud',
  lost_card: 'suspectedFraud',
  authentication_required: 'authenticationFailed',
  payment_intent_authentication_failure: 'authenticationFailed',
  resource_missing: 'invalidMethod',
  processing_error: 'processingError',
};

/** @param faults Stripe's words, the more exact first */
export function declineCode(...faults: readonly (string | null | undefined)[]): DeclineCode {
  for (const fault of faults) {
    const code = codes[fault ?? ''];
    if (code !== undefined) return code;
  }
  return 'cardDeclined';
}

/** What a PaymentIntent's status means: https://docs.stripe.com/payments/paymentintents/lifecycle */
export function answerOfIntent(intent: Stripe.PaymentIntent): PaymentAnswer {
  const { id: reference, status, last_payment_error: fault, next_action: next } = intent;
  switch (status) {
    case 'requires_capture':
      return { outcome: 'authorized', reference };
    case 'succeeded':
      return { outcome: 'captured', reference };
    case 'canceled':
      return { outcome: 'voided', reference };
    case 'requires_action': {
      const redirectUrl = next?.redirect_to_url?.url;
      if (typeof redirectUrl !== 'string')
        throw new Error(`Stripe wants "${next?.type ?? 'nothing'}" of the shopper, and no URL.`);
      return { outcome: 'actionRequired', reference, redirectUrl };
    }
    case 'requires_payment_method':
      return { outcome: 'declined', reference, code: declineCode(fault?.decline_code, fault?.code) };
    default:
      // Not decided, whatever the reason: to be asked again.
      throw new PaymentUnavailable('stripe', { cause: new Error(`The payment ${reference} is ${status}.`) });
  }
}

/** What a Refund's status means: https://docs.stripe.com/api/refunds/object#refund_object-status */
export function answerOfRefund({ id: reference, status }: Stripe.Refund): PaymentAnswer {
  // A bank may take days over it; what fails then is told by a notice, and has to be given back by other means.
  if (status === 'succeeded' || status === 'pending') return { outcome: 'refunded', reference };
  return { outcome: 'declined', reference, code: 'processingError' };
}
