import { pageRequest, requireCustomer, toConnection } from '@mosaico/service';
import { isNumericId } from '../domain/ids.ts';
import type { OrderResolvers } from '../generated/resolvers.ts';
import { isTimePosition, positionOf } from '../store/time-position.ts';

export const Order: OrderResolvers = {
  __resolveReference: ({ id, customerId }) => (isNumericId(id) ? { id, customerId: customerId ?? null } : null),

  async auditTrail({ id, customerId }, args, { identity, auditPages }) {
    requireCustomer(identity, customerId, 'support', 'admin');
    const { limit, after } = pageRequest(args, { defaultFirst: 20, isKey: isTimePosition });
    const entries = await auditPages.load({ entity: { type: 'order', id }, limit: limit + 1, after });
    return toConnection(entries, { limit, keyOf: positionOf });
  },
};
