import { pageRequest, requireCustomer, staffRoles, toConnection, type StaffRole } from '@mosaico/service';
import { isEntityId } from '../domain/entity-id.ts';
import type { CustomerResolvers, Role } from '../generated/resolvers.ts';

const roleNames: Record<StaffRole, Role> = {
  support: 'SUPPORT',
  merchandiser: 'MERCHANDISER',
  fulfiller: 'FULFILLER',
  analyst: 'ANALYST',
  admin: 'ADMIN',
};

/** A customer is public by name only; each other field says for itself whom it is for. */
export const Customer: CustomerResolvers = {
  __resolveReference: ({ id }, { loaders }) => (isEntityId(id) ? loaders.customer.load(id) : null),

  email(customer, _, { identity }) {
    requireCustomer(identity, customer.id, 'support', 'admin');
    return customer.email;
  },

  emailVerified(customer, _, { identity }) {
    requireCustomer(identity, customer.id, 'support', 'admin');
    return customer.emailVerifiedAt !== undefined;
  },

  async addresses(customer, _, { identity, loaders }) {
    requireCustomer(identity, customer.id, 'support', 'admin');
    const found = await loaders.addresses.load(customer.id);
    return found?.addresses ?? [];
  },

  createdAt(customer, _, { identity }) {
    requireCustomer(identity, customer.id, ...staffRoles);
    return customer.createdAt;
  },

  async roles(customer, _, { identity, loaders }) {
    requireCustomer(identity, customer.id, 'admin');
    const found = await loaders.roles.load(customer.id);
    return (found?.roles ?? []).map((role) => roleNames[role]);
  },

  async orders(customer, args, { identity, loaders }) {
    requireCustomer(identity, customer.id, 'support', 'admin');
    const { limit, after } = pageRequest(args, { defaultFirst: 10, isKey: isCursorKey });
    const position = after === null ? null : { placedAt: new Date(after[0]), id: after[1] };
    // One more than the page holds, which tells whether there is another page.
    const found = await loaders.ordersPage({ limit: limit + 1, after: position }).load(customer.id);
    return toConnection(found?.orders ?? [], {
      limit,
      keyOf: ({ placedAt, id }): CursorKey => [placedAt.getTime(), id],
    });
  },
};

/** The time of an order in milliseconds since 1970, and its id. */
type CursorKey = [placedAt: number, id: string];

/** The last instant that a `datetime` can hold. */
const latest = Date.UTC(9999, 11, 31);

function isCursorKey(value: unknown): value is CursorKey {
  if (!Array.isArray(value) || value.length !== 2) return false;
  const [placedAt, id] = value as unknown[];
  return Number.isInteger(placedAt) && Math.abs(Number(placedAt)) <= latest && typeof id === 'string' && isEntityId(id);
}
