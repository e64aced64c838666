import { requireRole } from '@mosaico/service';
import type { RefundResolvers, RefundStatus as GraphRefundStatus } from '../generated/resolvers.ts';
import type { RefundStatus } from '../store/payment-store.ts';

const statusNames: Record<RefundStatus, GraphRefundStatus> = {
  unknown: 'UNKNOWN',
  refunded: 'REFUNDED',
  declined: 'DECLINED',
};

export const Refund: RefundResolvers = {
  status: ({ status }) => statusNames[status],
  amount: ({ amount, currency }) => ({ amount, currency }),

  reference({ reference }, _, { identity }) {
    requireRole(identity, 'support', 'admin');
    return reference;
  },
};
