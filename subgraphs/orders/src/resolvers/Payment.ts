import { requireRole } from '@mosaico/service';
import type { PaymentResolvers, PaymentStatus as GraphPaymentStatus } from '../generated/resolvers.ts';
import type { PaymentStatus } from '../store/payment-store.ts';
import { declineCodeNames } from './decline-codes.ts';

const statusNames: Record<PaymentStatus, GraphPaymentStatus> = {
  unknown: 'UNKNOWN',
  actionRequired: 'ACTION_REQUIRED',
  authorized: 'AUTHORIZED',
  captured: 'CAPTURED',
  declined: 'DECLINED',
  voided: 'VOIDED',
};

export const Payment: PaymentResolvers = {
  status: ({ status }) => statusNames[status],
  amount: ({ amount, currency }) => ({ amount, currency }),
  declineCode: ({ declineCode }) => (declineCode === null ? null : declineCodeNames[declineCode]),

  reference({ reference }, _, { identity }) {
    requireRole(identity, 'support', 'admin');
    return reference;
  },
};
