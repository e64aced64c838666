import type { MutationResolvers } from '../generated/resolvers.ts';

/** What gives money back. */
export const refundMutations: Pick<MutationResolvers, 'refundOrder'> = {
  async refundOrder(_, { orderId, amount, lines, reason, idempotencyKey }, { identity, useCases }) {
    const result = await useCases.refundOrder({
      orderId,
      amount: amount ?? null,
      lines: lines ?? null,
      reason,
      idempotencyKey,
      identity,
    });
    switch (result.outcome) {
      case 'refunded':
        return { __typename: 'Refund', ...result.refund };
      case 'declined':
        return {
          __typename: 'RefundDeclined',
          message: 'The payment provider cannot give this back. Give it back by other means.',
          refund: result.refund,
        };
      case 'tooLarge':
        return {
          __typename: 'RefundTooLarge',
          message: 'More was to be given back than is left of what was taken. Nothing was given back.',
          requested: { amount: result.requested, currency: result.currency },
          left: { amount: result.left, currency: result.currency },
        };
      case 'keyConflict':
        return {
          __typename: 'IdempotencyKeyConflict',
          message: 'This idempotency key was used for another refund. Nothing was given back; choose another key.',
        };
    }
  },
};
