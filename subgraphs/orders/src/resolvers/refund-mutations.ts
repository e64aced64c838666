import type { MutationResolvers } from '../generated/resolvers.ts';
import { refundResult } from './refund-results.ts';

/** What gives money back. */
export const refundMutations: Pick<MutationResolvers, 'refundOrder'> = {
  async refundOrder(_, { orderId, amount, lines, reason, idempotencyKey }, { identity, useCases }) {
    const result = await useCases.refundOrder({
      ...{ orderId, amount: amount ?? null, lines: lines ?? null, reason, idempotencyKey, identity },
    });
    if (result.outcome === 'refunded') return { __typename: 'Refund', ...result.refund };
    return refundResult(result);
  },
};
