import type { PaymentOutcome } from '../domain/payment-outcome.ts';
import { declineCodeNames } from './decline-codes.ts';

/** What a shopper is told of a payment, in placeOrder as in payOrder. */
export function paymentResult(result: PaymentOutcome) {
  switch (result.outcome) {
    case 'paid':
      return { __typename: 'Order' as const, ...result.order };
    case 'declined':
      return {
        __typename: 'PaymentDeclined' as const,
        message: 'The payment was declined. The order keeps its units for a while: pay it with something else.',
        code: declineCodeNames[result.code],
        order: result.order,
      };
    case 'pending':
      return {
        __typename: 'PaymentPending' as const,
        message:
          result.redirectUrl === null
            ? 'The payment is not decided yet. Look at the order in a moment; nothing is taken twice.'
            : 'The payment has to be confirmed: open the redirectUrl, then look at the order.',
        redirectUrl: result.redirectUrl,
        order: result.order,
      };
  }
}
