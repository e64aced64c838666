import { hasRole, pageRequest, requireRole, staffRoles, toConnection } from '@mosaico/service';
import { isEntityId } from '../domain/entity-id.ts';
import type { QueryResolvers } from '../generated/resolvers.ts';
import { toPlacingProblem } from './placing-problems.ts';

/** What somebody can know about prices. */
export const pricingQueries = {
  async quote(_, { input }, { identity, requestId, deadlineAt, useCases }) {
    const result = await useCases.quote({
      ...input,
      items: input.items ?? null,
      caller: { identity, requestId, deadlineAt },
    });
    return result.outcome === 'quoted' ? { __typename: 'Quote', ...result.quote } : toPlacingProblem(result);
  },

  async shippingMethods(_, __, { identity, pricing }) {
    const methods = await pricing.shippingMethods();
    return hasRole(identity, ...staffRoles) ? methods : methods.filter(({ active }) => active);
  },

  async promotions(_, args, { identity, pricing }) {
    requireRole(identity, 'merchandiser', 'support', 'admin');
    const { limit, after } = pageRequest(args, { defaultFirst: 20, isKey: isPromotionId });
    // One more than the page holds, which tells whether there is another page.
    const found = await pricing.promotions({ limit: limit + 1, after });
    return toConnection(found, { limit, keyOf: ({ id }) => id });
  },

  taxRates(_, __, { identity, pricing }) {
    requireRole(identity, ...staffRoles);
    return pricing.taxRates();
  },
} satisfies QueryResolvers;

function isPromotionId(value: unknown): value is string {
  return typeof value === 'string' && isEntityId(value);
}
