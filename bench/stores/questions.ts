import { randomUUID } from 'node:crypto';
import type { Shop } from '../../standalone/src/seed/shop/shop.ts';
import type { ShopStoreName, ShopStores } from '../../standalone/src/shop-stores.ts';
import { everyProduct } from '../../subgraphs/catalog/src/domain/product-filter.ts';
import { parseSearchQuery } from '../../subgraphs/catalog/src/search/search-query.ts';

/** What a page of the shop asks of one port, over and over for other keys. */
export interface Question {
  readonly store: ShopStoreName;
  /** `port.method`, with how many keys it names. */
  readonly name: string;
  /** @param turn chooses the keys */
  ask(stores: ShopStores, sample: Sample, turn: number): Promise<unknown>;
}

/** Keys of things that are in the shop. */
export interface Sample {
  readonly customers: readonly string[];
  readonly products: readonly string[];
  readonly skus: readonly string[];
  readonly orders: readonly string[];
  /** The shop's last day. */
  readonly until: Date;
}

export function sampleOf(shop: Shop): Sample {
  return {
    customers: Array.from(shop.customers(), ({ record: { id } }) => id),
    products: shop.products.map(({ record: { id } }) => id),
    skus: shop.products.flatMap(({ record: { variants } }) => variants.map(({ sku }) => sku)),
    orders: Array.from(shop.orders(), ({ record: { id } }) => id),
    until: shop.options.until,
  };
}

/** As many as an answer of the shop names at once: a page of a list. */
const page = 20;
/** Whose cart is written to, and how many lines it has. */
const customerId = 'bench';
const cartLines = 40;
const words = ['coffee', 'beer glasses', 'steel', 'lamp', 'wool throw', 'roasting tin'];

export const questions: readonly Question[] = [
  {
    store: 'orders',
    name: 'customers.find, 1',
    ask: ({ orders }, { customers }, turn) => orders.customers.find(some(customers, turn, 1)),
  },
  {
    store: 'orders',
    name: 'stock.stockOfSkus, 20',
    ask: ({ orders }, { skus }, turn) => orders.stock.stockOfSkus(some(skus, turn, page)),
  },
  {
    store: 'orders',
    name: 'orders.itemsOf, 20',
    ask: ({ orders }, sample, turn) => orders.orders.itemsOf(some(sample.orders, turn, page)),
  },
  {
    store: 'orders',
    name: 'orders.pagesOf, 1',
    ask: ({ orders }, { customers }, turn) =>
      orders.orders.pagesOf(some(customers, turn, 1), { limit: page, after: null }),
  },
  {
    store: 'catalog',
    name: 'products.byIds, 20',
    ask: ({ catalog }, { products }, turn) => catalog.products.byIds(some(products, turn, page)),
  },
  {
    store: 'catalog',
    name: 'products.page',
    ask: ({ catalog }) => catalog.products.page({ filter: everyProduct, sort: 'NEWEST', limit: page, after: null }),
  },
  {
    store: 'catalog',
    name: 'search.hits',
    ask: ({ catalog }, _sample, turn) => {
      const query = parseSearchQuery(`${words[turn % words.length] ?? ''} `);
      return catalog.search.hits(
        { query, required: query.words.length, filter: everyProduct },
        { limit: page, after: null },
      );
    },
  },
  {
    store: 'catalog',
    name: 'categories.childrenOf, 1',
    ask: ({ catalog }) => catalog.categories.childrenOf([null]),
  },
  {
    store: 'catalog',
    name: 'reviews.pageOfEach, 1',
    ask: ({ catalog }, { products }, turn) =>
      catalog.reviews.pageOfEach(some(products, turn, 1), { limit: page, after: null }),
  },
  {
    store: 'catalog',
    name: 'recommendations.byProductIds, 20',
    ask: ({ catalog }, { products }, turn) => catalog.recommendations.byProductIds(some(products, turn, page)),
  },
  {
    store: 'cart',
    name: 'carts.linesOf, 1',
    ask: ({ cart }, { customers }, turn) => cart.carts.linesOf(some(customers, turn, 1)),
  },
  {
    store: 'cart',
    name: 'sessions.sessionsOf, 1',
    ask: ({ cart }, { customers }, turn) => cart.sessions.sessionsOf(some(customers, turn, 1)),
  },
  {
    store: 'cart',
    name: 'notifications.pages, 1',
    ask: ({ cart }, { customers }, turn) =>
      cart.notifications.pages(
        some(customers, turn, 1).map((customerId) => ({ customerId, limit: page, after: null, unreadOnly: false })),
      ),
  },
  {
    store: 'cart',
    name: 'carts.setQuantity, a write',
    ask: ({ cart }, { skus, until }, turn) =>
      cart.carts.setQuantity({ customerId, sku: skus[turn % cartLines] ?? '', quantity: 1 + (turn % 9), at: until }),
  },
  {
    store: 'analytics',
    name: 'customers.lifetimeValues, 20',
    ask: ({ analytics }, { customers }, turn) => analytics.customers.lifetimeValues(some(customers, turn, page)),
  },
  {
    store: 'analytics',
    name: 'customers.scores, 20',
    ask: ({ analytics }, { customers }, turn) => analytics.customers.scores(some(customers, turn, page), null),
  },
  {
    store: 'analytics',
    name: 'sales.salesOfProducts, 20',
    ask: ({ analytics }, { products }, turn) =>
      analytics.sales.salesOfProducts(some(products, turn, page), { from: null, to: null }),
  },
  {
    store: 'analytics',
    name: 'sales.salesByPeriod, a report',
    ask: ({ analytics }, { until }) =>
      analytics.sales.salesByPeriod({ from: day(until, -365), to: day(until, 0), unit: 'month' }),
  },
  {
    store: 'events',
    name: 'userEvents.pagesOf, 1',
    ask: ({ events }, { customers }, turn) =>
      events.userEvents.pagesOf(
        some(customers, turn, 1).map((id) => ({ visitor: { kind: 'customer', id }, limit: 3, after: null })),
      ),
  },
  {
    store: 'events',
    name: 'auditLog.pagesOf, 20',
    ask: ({ events }, { orders }, turn) =>
      events.auditLog.pagesOf(
        some(orders, turn, page).map((id) => ({ entity: { type: 'order', id }, limit: 3, after: null })),
      ),
  },
  {
    store: 'events',
    name: 'orderHistory.pagesOf, 1',
    ask: ({ events }, { customers }, turn) =>
      events.orderHistory.pagesOf(
        some(customers, turn, 1).map((customerId) => ({ customerId, limit: page, after: null })),
      ),
  },
  {
    store: 'events',
    name: 'metrics.points, 7 days',
    ask: ({ events }, { until }) =>
      events.metrics.points({
        name: 'product.viewed',
        resolution: 'DAY',
        from: new Date(`${day(until, -7)}T00:00:00Z`),
        to: until,
      }),
  },
  {
    store: 'events',
    name: 'auditLog.append, a write',
    ask: ({ events }, { until }) =>
      events.auditLog.append([
        {
          id: randomUUID(),
          entity: { type: 'order', id: 'bench' },
          action: 'bench.run',
          at: until,
          actor: 'system',
          details: [],
        },
      ]),
  },
];

/** Fills a cart whose lines a question changes. */
export async function prepareQuestions({ cart }: ShopStores, { skus, products, until }: Sample): Promise<void> {
  const lines = skus.slice(0, cartLines).map((sku) => ({
    customerId,
    sku,
    productId: products[0] ?? '',
    quantity: 1,
    addedAt: until,
    updatedAt: until,
  }));
  await cart.carts.putMissing(lines);
}

/** As many of a list as are wanted, others at each turn. */
function some(list: readonly string[], turn: number, count: number): string[] {
  const start = (turn * count) % Math.max(1, list.length - count);
  return list.slice(start, start + count);
}

function day(from: Date, days: number): string {
  return new Date(from.getTime() + days * 86_400_000).toISOString().slice(0, 10);
}
