import type { TooManyLine } from '../domain/delivery/units.ts';
import type { MutationResolvers } from '../generated/resolvers.ts';
import { orderStatusNames } from './Order.ts';
import { refundResult } from './refund-results.ts';

/** What sends an order and takes it back. */
export const deliveryMutations: Pick<
  MutationResolvers,
  'shipOrder' | 'markDelivered' | 'requestReturn' | 'receiveReturn' | 'refundReturn'
> = {
  async shipOrder(_, { orderId, lines, carrier, trackingCode, idempotencyKey }, { identity, useCases }) {
    const result = await useCases.shipOrder({
      ...{ orderId, lines: lines ?? null, carrier, trackingCode: trackingCode ?? null, idempotencyKey, identity },
    });
    switch (result.outcome) {
      case 'shipped':
        return { __typename: 'Parcel', ...result.parcel };
      case 'notShippable':
        return {
          __typename: 'OrderNotShippable',
          message: 'Only an order that is paid, and has units left to send, can be sent. Nothing was sent.',
          status: orderStatusNames[result.status],
        };
      case 'tooMany':
        return tooManyUnits('Fewer units of the order are left to be sent. Nothing was sent.', result.lines);
      case 'keyConflict':
        return keyConflict('This idempotency key was used for another parcel. Nothing was sent; choose another key.');
    }
  },

  markDelivered: (_, { parcelId }, { identity, useCases }) => useCases.markDelivered({ parcelId, identity }),

  async requestReturn(_, { orderId, lines, reason, idempotencyKey }, { identity, useCases }) {
    const result = await useCases.requestReturn({ orderId, lines, reason, idempotencyKey, identity });
    switch (result.outcome) {
      case 'requested':
        return { __typename: 'OrderReturn', ...result.request };
      case 'tooMany':
        return tooManyUnits(
          'Fewer units arrived within the last 30 days, or others of them are on their way back. Nothing was noted.',
          result.lines,
        );
      case 'keyConflict':
        return keyConflict('This idempotency key was used for another return. Nothing was noted; choose another key.');
    }
  },

  receiveReturn: (_, { returnId, restock }, { identity, useCases }) =>
    useCases.receiveReturn({ returnId, restock, identity }),

  async refundReturn(_, { returnId }, { identity, useCases }) {
    const result = await useCases.refundReturn({ returnId, identity });
    switch (result.outcome) {
      case 'refunded':
        return { __typename: 'OrderReturn', ...result.request };
      case 'notReceived':
        return {
          __typename: 'ReturnNotReceived',
          message: 'What is sent back has to arrive first. Nothing was given back.',
        };
      default:
        return refundResult(result);
    }
  },
};

function tooManyUnits(message: string, lines: readonly TooManyLine[]) {
  return { __typename: 'TooManyUnits' as const, message, lines: [...lines] };
}

function keyConflict(message: string) {
  return { __typename: 'IdempotencyKeyConflict' as const, message };
}
