import type { ChangeStockOutcome } from '../domain/change-stock.ts';
import type { MutationResolvers } from '../generated/resolvers.ts';

/** What members of staff do to stock. */
export const stockMutations: Pick<
  MutationResolvers,
  'receiveStock' | 'adjustStock' | 'transferStock' | 'setStockRules' | 'addWarehouse'
> = {
  async receiveStock(_, { input, idempotencyKey }, { identity, useCases }) {
    const order = { kind: 'receive', ...input } as const;
    return toResult(await useCases.changeStock({ order, idempotencyKey, identity }));
  },

  async adjustStock(_, { input, idempotencyKey }, { identity, useCases }) {
    const order = { kind: 'adjust', ...input } as const;
    return toResult(await useCases.changeStock({ order, idempotencyKey, identity }));
  },

  async transferStock(_, { input, idempotencyKey }, { identity, useCases }) {
    const order = { kind: 'transfer', ...input } as const;
    return toResult(await useCases.changeStock({ order, idempotencyKey, identity }));
  },

  async setStockRules(_, { input }, { identity, useCases }) {
    const { sku, backordersAllowed, lowStockThreshold = null } = input;
    const result = await useCases.setStockRules({ sku, backordersAllowed, lowStockThreshold, identity });
    return result.outcome === 'tooFew'
      ? {
          __typename: 'TooFewUnits',
          message: 'Units are owed to orders. Receive them before backorders end.',
          available: result.available,
        }
      : toResult(result);
  },

  addWarehouse: (_, { input }, { identity, useCases }) => useCases.addWarehouse({ ...input, identity }),
};

function toResult(result: ChangeStockOutcome) {
  switch (result.outcome) {
    case 'changed':
      return { __typename: 'StockUpdate' as const, variant: { sku: result.sku } };
    case 'unknownItem':
      return {
        __typename: 'UnknownItems' as const,
        message: 'The shop has no such item. Nothing was changed.',
        skus: [result.sku],
      };
    case 'unknownWarehouse':
      return {
        __typename: 'UnknownWarehouse' as const,
        message: 'There is no such warehouse. Nothing was changed.',
        code: result.code,
      };
    case 'tooFew':
      return {
        __typename: 'TooFewUnits' as const,
        message: 'Fewer units are there, and promised to nobody, than were to be taken away. Nothing was changed.',
        available: result.available,
      };
    case 'keyConflict':
      return {
        __typename: 'IdempotencyKeyConflict' as const,
        message: 'This idempotency key was used for another change. Nothing was changed; choose another key.',
      };
  }
}
