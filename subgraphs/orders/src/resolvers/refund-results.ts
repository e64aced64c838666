import type { RefundRefused } from '../domain/payments/begin-refund.ts';
import type { RefundRecord } from '../store/payment-store.ts';

/** Why money does not go back, in refundOrder as in refundReturn. */
export function refundResult(result: RefundRefused | { outcome: 'declined'; refund: RefundRecord }) {
  switch (result.outcome) {
    case 'declined':
      return {
        __typename: 'RefundDeclined' as const,
        message: 'The payment provider cannot give this back. Give it back by other means.',
        refund: result.refund,
      };
    case 'tooLarge':
      return {
        __typename: 'RefundTooLarge' as const,
        message: 'More was to be given back than is left of what was taken. Nothing was given back.',
        requested: { amount: result.requested, currency: result.currency },
        left: { amount: result.left, currency: result.currency },
      };
    case 'keyConflict':
      return {
        __typename: 'IdempotencyKeyConflict' as const,
        message: 'This idempotency key was used for another refund. Nothing was given back; choose another key.',
      };
  }
}
