import { sumAmounts } from '@mosaico/service';
import type { PaymentRecord, RefundRecord } from '../../store/payment-store.ts';

/**
 * What of a payment has been taken and neither given back nor is about to be, with two decimals; null for nothing.
 * @param refunds of this payment; one that is under way counts
 */
export function refundable(payment: PaymentRecord, refunds: readonly RefundRecord[]): string | null {
  if (payment.status !== 'captured') return null;
  const given = refunds.filter(({ status }) => status !== 'declined').map(({ amount }) => `-${amount}`);
  const left = sumAmounts([payment.amount, ...given]);
  return Number(left) > 0 ? left : null;
}
