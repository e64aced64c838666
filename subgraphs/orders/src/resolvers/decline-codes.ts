import type { PaymentDeclineCode } from '../generated/resolvers.ts';
import type { DeclineCode } from '../payments/payment-provider.ts';

export const declineCodeNames: Record<DeclineCode, PaymentDeclineCode> = {
  cardDeclined: 'CARD_DECLINED',
  insufficientFunds: 'INSUFFICIENT_FUNDS',
  expiredCard: 'EXPIRED_CARD',
  invalidMethod: 'INVALID_METHOD',
  suspectedFraud: 'SUSPECTED_FRAUD',
  authenticationFailed: 'AUTHENTICATION_FAILED',
  processingError: 'PROCESSING_ERROR',
  neverArrived: 'PROCESSING_ERROR',
};
