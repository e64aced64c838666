import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openCacheTiers } from '@mosaico/entity-cache';
import { createGateway, loadOperations, type Gateway } from '@mosaico/gateway';
import { createIdentityTokens, createMetrics, createSilentLogger, type Identity } from '@mosaico/service';
import { readConfig } from '../src/config.ts';
import { seedShop } from '../src/seed/seed-shop.ts';
import { createShopParts, type ShopPart } from '../src/shop-parts.ts';
import { openShopStores } from '../src/shop-stores.ts';
import { recordStoreCalls, type StoreCalls } from './support/record-store-calls.ts';

const ada: Identity = { customerId: '1000001', roles: [] };
const grace: Identity = { customerId: '1000002', roles: ['analyst'] };
const edsger: Identity = { customerId: '1000003', roles: ['admin'] };
const nobody: Identity = { customerId: null, roles: [] };

/**
 * Who asks each saved operation, and how often it asks each question of a store when no cache has anything. A list costs no more
 * calls than its first item.
 */
const expected: Record<string, { as: Identity; variables?: object; calls: Record<string, number> }> = {
  Shop: {
    as: nobody,
    calls: { 'analytics.sales.salesOfProducts': 1, 'catalog.products.page': 1, 'orders.stock.stockOfProducts': 1 },
  },
  CategoryTree: {
    as: nobody,
    calls: { 'catalog.categories.childrenOf': 2, 'catalog.products.countOfEach': 1, 'catalog.products.pageOfEach': 1 },
  },
  ProductAndStock: {
    as: nobody,
    calls: { 'catalog.products.byIds': 1, 'catalog.products.ownersOf': 1, 'orders.stock.stockOfProducts': 1 },
  },
  ProductPage: {
    as: nobody,
    calls: {
      'catalog.ownWrites.recommendations.byProductIds': 1,
      'catalog.products.byIds': 2,
      'catalog.products.ownersOf': 1,
      'catalog.reviews.pageOfEach': 1,
      'orders.customers.find': 1,
      'orders.stock.stockOfSkus': 1,
    },
  },
  Find: {
    as: nobody,
    calls: {
      'catalog.categories.byIds': 1,
      'catalog.products.byIds': 1,
      'catalog.search.counts': 1,
      'catalog.search.hits': 1,
    },
  },
  Quote: { as: nobody, calls: { 'orders.pricing.termsOf': 1, 'orders.stock.findSellables': 1 } },
  Me: {
    as: ada,
    calls: {
      'analytics.customers.lifetimeValues': 1,
      'analytics.customers.scores': 1,
      'cart.carts.linesOf': 1,
      'cart.notifications.pages': 1,
      'catalog.products.byIds': 2,
      'catalog.products.ownersOf': 1,
      'events.auditLog.pagesOf': 1,
      'events.userEvents.pagesOf': 1,
      'orders.customers.find': 1,
      'orders.orders.itemsOf': 1,
      'orders.orders.pagesOf': 1,
      'orders.stock.stockOfProducts': 1,
    },
  },
  MyCart: {
    as: ada,
    calls: {
      'cart.carts.linesOf': 1,
      'catalog.products.byIds': 1,
      'catalog.products.ownersOf': 1,
      'orders.stock.stockOfSkus': 1,
    },
  },
  OrderWithAuditTrail: {
    as: edsger,
    calls: {
      'events.auditLog.pagesOf': 1,
      'orders.customers.find': 1,
      'orders.orders.find': 1,
      'orders.orders.itemsOf': 1,
      'orders.orders.statusHistoryOf': 1,
    },
  },
  Sales: { as: grace, calls: { 'analytics.sales.salesByPeriod': 1 } },
  SalesTrend: { as: grace, calls: { 'analytics.sales.salesByPeriod': 1 } },
  TopProducts: {
    as: grace,
    calls: { 'analytics.sales.topProducts': 1, 'catalog.products.byIds': 1, 'orders.stock.stockOfProducts': 1 },
  },
  Cohorts: { as: grace, calls: { 'analytics.customers.cohortMonths': 1 } },
  Metrics: { as: grace, calls: { 'events.metrics.points': 1 } },
  TrackEvents: { as: nobody, calls: { 'events.userEvents.append': 1 } },
  Register: {
    as: nobody,
    calls: { 'orders.customers.add': 1, 'orders.customers.rolesOf': 1, 'orders.sessions.begin': 1 },
  },
  Login: {
    as: nobody,
    calls: {
      'orders.attempts.count': 1,
      'orders.attempts.forgive': 1,
      'orders.customers.findCredentials': 1,
      'orders.customers.rolesOf': 1,
      'orders.sessions.begin': 1,
    },
  },
  Refresh: { as: nobody, calls: { 'orders.sessions.rotate': 1 } },
  Add: {
    as: ada,
    calls: {
      'cart.carts.add': 1,
      'cart.carts.linesOf': 1,
      'catalog.products.byIds': 1,
      'catalog.products.ownersOf': 1,
    },
  },
  Place: {
    as: ada,
    calls: {
      'cart.carts.clear': 1,
      'cart.carts.linesOf': 1,
      'orders.orders.findPlacement': 1,
      'orders.orders.transaction': 1,
    },
  },
  Pay: {
    as: ada,
    // Of which no notice comes: that would be followed at a time of its own.
    variables: { method: 'card_no_webhook' },
    calls: {
      'orders.orders.find': 1,
      'orders.orders.transaction': 3,
      'orders.payments.findPayment': 3,
      'orders.payments.paymentsOf': 1,
      'orders.sagas.ofOrders': 1,
    },
  },
  Ship: { as: edsger, calls: { 'orders.orders.find': 1, 'orders.orders.transaction': 1 } },
  Deliver: {
    as: edsger,
    calls: { 'orders.deliveries.orderOf': 1, 'orders.orders.find': 1, 'orders.orders.transaction': 1 },
  },
  SendBack: { as: ada, calls: { 'orders.orders.transaction': 1 } },
  TakeBack: { as: edsger, calls: { 'orders.deliveries.orderOf': 1, 'orders.orders.transaction': 1 } },
  Refund: {
    as: edsger,
    calls: {
      'orders.deliveries.orderOf': 1,
      'orders.orders.transaction': 2,
      'orders.payments.refundsOf': 1,
    },
  },
};

describe('a saved operation asks each store no more than it must', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mosaico-store-calls-'));
  const secret = 'the secret of a shop that lives for one test';
  const tokens = createIdentityTokens({ audience: 'access', secret, lifetimeSeconds: 600, now: () => new Date() });
  let recorded: StoreCalls;
  /** Later by a day for each operation, so that what an earlier one left in the caches has expired. */
  let clock = 0;
  let gateway: Gateway;
  let parts: ShopPart[];

  beforeAll(async () => {
    const config = readConfig({ DATA_DIR: folder });
    const shared = { logger: createSilentLogger(), now: () => new Date() };
    const stores = await openShopStores({ config, ...shared });
    await seedShop({ stores, dataDir: folder, currency: 'GBP', now: shared.now, progress: () => undefined });
    recorded = recordStoreCalls(stores);
    parts = createShopParts({
      background: false,
      ...shared,
      stores: recorded.stores,
      services: { bus: null, tiers: await openCacheTiers({ config, logger: shared.logger, now: () => clock }) },
      metrics: createMetrics(),
      config,
      secrets: { accessTokenSecret: secret, internalTokenSecret: secret },
    });
    for (const part of parts) await part.execute({ query: '{ __typename }', identity: nobody, requestId: 'start' });
    gateway = await createGateway({
      subgraphs: parts,
      accessTokens: tokens,
      health: () => Promise.resolve([]),
      host: '127.0.0.1',
      port: 0,
      explorer: { prebuild: false },
      logger: shared.logger,
    });
  }, 180_000);
  afterAll(async () => {
    await gateway.close();
    for (const part of parts) await part.close();
    rmSync(folder, { recursive: true });
  }, 180_000);

  async function callsOf(name: string, as: Identity, variables: object = {}): Promise<Record<string, number>> {
    const operation = loadOperations().find((saved) => saved.name === name);
    const { token } = await tokens.sign(as);
    recorded.take();
    clock += 86_400_000;
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(as.customerId === null ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({
        query: operation?.query,
        variables: {
          ...(operation?.variables === '' ? {} : (JSON.parse(operation?.variables ?? '{}') as object)),
          ...variables,
        },
      }),
    });
    const { data } = (await response.json()) as { data?: Record<string, unknown> };
    expect(Object.values(data ?? { none: null })).not.toContain(null);
    return recorded.take();
  }

  test('every one of them is in the table', () => {
    const saved = readdirSync(new URL('../../schema/operations/', import.meta.url)).filter((file) =>
      file.endsWith('.graphql'),
    );
    expect(Object.keys(expected).sort()).toEqual(saved.map((file) => file.replace('.graphql', '')).sort());
  });

  test.each(Object.entries(expected))('%s', async (name, { as, variables, calls }) => {
    expect(await callsOf(name, as, variables)).toEqual(calls);
  });
});
