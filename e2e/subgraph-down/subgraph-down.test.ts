import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createGraphQLClient, type GraphQLAnswer } from '../support/graphql-client.ts';
import { startSixProcesses, type Mosaico } from '../../ops/distributed/six-processes.ts';
import { startStandalone } from '../support/mosaico.ts';
import { createTimeoutMs, shopData } from '../support/shop-data.ts';

const query = `{
  me {
    id
    name
    lifetimeValue { amount }
    cart { itemCount items { sku product { name } } }
    orders(first: 1) { edges { node { number auditTrail { edges { node { action } } } items { product { name } } } } }
    activity(first: 1) { edges { node { type } } }
  }
}`;

interface Me {
  id: string;
  name: string | null;
  lifetimeValue: { amount: string } | null;
  cart: { itemCount: number; items: { sku: string; product: { name: string | null } | null }[] } | null;
  orders: {
    edges: { node: { auditTrail: object | null; items: { product: { name: string | null } | null }[] } }[];
  } | null;
  activity: object | null;
}

const isNone = (value: unknown): boolean => value === null || value === undefined;

/** What must be null, and what must not, when a subgraph is down. Without orders nobody knows who `me` is. */
const cases: [name: string, isMissing: (me: Me) => boolean, isThere: (me: Me) => boolean][] = [
  [
    'analytics',
    (me) => me.lifetimeValue === null,
    (me) => me.name !== null && typeof me.cart?.items[0]?.product?.name === 'string' && me.activity !== null,
  ],
  ['events', (me) => me.activity === null && me.orders?.edges[0]?.node.auditTrail === null, (me) => me.cart !== null],
  ['cart', (me) => me.cart === null, (me) => me.orders !== null && me.activity !== null && me.lifetimeValue !== null],
  [
    'catalog',
    (me) => isNone(me.cart?.items[0]?.product?.name) && isNone(me.orders?.edges[0]?.node.items[0]?.product?.name),
    (me) => me.cart?.itemCount !== undefined && me.cart.items[0]?.sku !== undefined && me.lifetimeValue !== null,
  ],
];

describe('when a subgraph is down', () => {
  const home = shopData();
  let shop: Mosaico;
  let asAda: () => Promise<GraphQLAnswer>;

  beforeAll(async () => {
    await home.create();
    // The first start fills the stores; the six processes then share it.
    await (await startStandalone(home)).stop();
    shop = await startSixProcesses(home);
    const ada = await createGraphQLClient(shop.origin).login('ada@mosaico.example');
    asAda = () => ada.ask({ query });
    expect((await asAda()).errors).toBeUndefined();
  }, 120_000 + createTimeoutMs);
  afterAll(async () => {
    await shop.stop();
    await home.remove();
  }, 180_000);

  test.each(cases)(
    '%s: its fields are null with a coded error, the rest of the answer arrives',
    async (name, isMissing, isThere) => {
      const running = shop.processes.get(name);
      expect(await running?.stop()).toBe(0);
      const { data, errors = [] } = await asAda();
      const me = data?.['me'] as Me;
      expect(me.id).toBe('1000001');
      expect(isMissing(me)).toBe(true);
      expect(isThere(me)).toBe(true);
      expect(errors.length).toBeGreaterThan(0);
      for (const { extensions, message } of errors) {
        expect(extensions).toEqual({ code: 'SUBGRAPH_UNAVAILABLE' });
        expect(message).not.toMatch(/127\.0\.0\.1|localhost|ECONN|:\d{4,}/);
      }
      const ready = await fetch(`${shop.origin}/health/ready`);
      expect(ready.status).toBe(503);
      expect(await ready.text()).toContain(name);
      await shop.restart(name);
      expect((await asAda()).errors).toBeUndefined();
    },
    60_000,
  );

  test('orders: the shop still shows its products, without their stock', async () => {
    await shop.processes.get('orders')?.stop();
    const { data, errors = [] } = await createGraphQLClient(shop.origin).ask({
      query: '{ products(first: 2) { edges { node { name inventory { available } sales { units } } } } }',
    });
    const edges = (
      data?.['products'] as { edges: { node: { name: string; inventory: null; sales: { units: number } } }[] }
    ).edges;
    expect(edges.map(({ node }) => [typeof node.name, node.inventory, typeof node.sales.units])).toEqual([
      ['string', null, 'number'],
      ['string', null, 'number'],
    ]);
    expect(errors.map(({ extensions }) => extensions)).toEqual([
      { code: 'SUBGRAPH_UNAVAILABLE' },
      { code: 'SUBGRAPH_UNAVAILABLE' },
    ]);
  });
});
