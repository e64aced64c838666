import { pageRequest, requireCustomer, toConnection } from '@mosaico/service';
import { isNumericId } from '../domain/ids.ts';
import type { CustomerResolvers } from '../generated/resolvers.ts';
import { isTimePosition, positionOf } from '../store/time-position.ts';

export const Customer: CustomerResolvers = {
  __resolveReference: ({ id }) => (isNumericId(id) ? { id } : null),

  async activity({ id }, args, { identity, activityPages }) {
    requireCustomer(identity, id, 'support', 'admin');
    const { limit, after } = pageRequest(args, { defaultFirst: 20, isKey: isTimePosition });
    const events = await activityPages.load({ visitor: { kind: 'customer', id }, limit: limit + 1, after });
    return toConnection(events, { limit, keyOf: positionOf });
  },
};
