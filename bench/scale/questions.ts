import type { Identity } from '@mosaico/service';
import { savedOperation, type SavedOperation } from '../../e2e/support/saved-operations.ts';
import type { Random } from '../../standalone/src/seed/shop/random.ts';

/** What is asked of a shop of some size: each time about another part of it, so that no cache has the answer. */
export interface ScaleQuestion {
  readonly name: string;
  readonly make: (random: Random, shop: Sizes) => Asking;
}

export interface Asking {
  readonly operation: SavedOperation;
  readonly identity: Identity | null;
}

/** What a seeded shop has; ids count up without gaps. */
export interface Sizes {
  readonly customers: number;
  readonly orders: number;
  readonly skus: readonly string[];
}

const firstId = 1_000_001;
const analyst: Identity = { customerId: '1000002', roles: ['analyst'] };
const admin: Identity = { customerId: '1000003', roles: ['admin'] };

const words = ['coffee', 'glass', 'tea', 'kitchen', 'lamp', 'cotton', 'garden', 'paper', 'wool', 'steel'];

const asNobody = (name: string, variables: (random: Random, shop: Sizes) => Record<string, unknown> = () => ({})) => ({
  name,
  make: (random: Random, shop: Sizes): Asking => ({
    operation: savedOperation(name, variables(random, shop)),
    identity: null,
  }),
});
const asCustomer = (name: string): ScaleQuestion => ({
  name,
  make: (random, { customers }) => ({
    operation: savedOperation(name),
    identity: { customerId: String(firstId + random.int(0, customers - 1)), roles: [] },
  }),
});
const as = (identity: Identity, name: string): ScaleQuestion => ({
  name,
  make: () => ({ operation: savedOperation(name), identity }),
});
const sku = (random: Random, { skus }: Sizes) => random.pick(skus);

/** Twelve of the saved operations. */
export const scaleQuestions: readonly ScaleQuestion[] = [
  as(analyst, 'Shop'),
  asNobody('CategoryTree'),
  asNobody('ProductAndStock', (random, shop) => ({ sku: sku(random, shop) })),
  asNobody('ProductPage', (random, shop) => ({ sku: sku(random, shop) })),
  {
    name: 'Find',
    make(random) {
      const { query, variables } = savedOperation('Find');
      return { operation: { query: query.replace('"coffee"', `"${random.pick(words)}"`), variables }, identity: null };
    },
  },
  asNobody('Quote', (random, shop) => ({ items: [{ sku: sku(random, shop), quantity: 1 }], coupons: [] })),
  asCustomer('Me'),
  asCustomer('MyCart'),
  {
    name: 'OrderWithAuditTrail',
    make: (random, { orders }) => ({
      operation: savedOperation('OrderWithAuditTrail', { id: String(firstId + random.int(0, orders - 1)) }),
      identity: admin,
    }),
  },
  as(analyst, 'SalesTrend'),
  as(analyst, 'TopProducts'),
  as(analyst, 'Cohorts'),
];
