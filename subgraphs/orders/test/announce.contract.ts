import { afterEach, expect, test } from '@jest/globals';
import type { EventType, ShopEvent } from '@mosaico/bus';
import type { Subgraph } from '@mosaico/service';
import { waitFor } from '@mosaico/testing';
import type { OutboxConfig } from '../src/config.ts';
import { ask, aSubgraph, customer } from './ask.ts';
import type { TestShop } from './engines.ts';
import { eventsIn } from './events.ts';
import { aBusWithListener } from './listener.ts';
import { aCustomer, aSellable, numbers } from './records.ts';

const register = `mutation { register(input: { email: "ada@example.com", password: "correct horse battery", name: "Ada" }) {
  __typename
} }`;
const place = `mutation ($items: [OrderLineInput!], $key: ID!) {
  placeOrder(input: { items: $items }, idempotencyKey: $key) { __typename ... on Order { id } }
}`;
const now = () => new Date('2026-03-04T05:06:07.089Z');
const mug = aSellable({ sku: 'MUG-1', name: 'Blue mug', price: '4.125', onHand: 10 });
const cup = aSellable({ sku: 'CUP-1', name: 'Cup', price: '3', onHand: 5, catalogId: '65a000000000000000000002' });

/** What this part of the shop announces, on every engine. */
export function announceContract(shop: () => TestShop): void {
  const closables: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const one of closables.splice(0).reverse()) await one.close();
  });

  /** A subgraph that closes leaves them open. */
  const storesOfTheTest = () => ({ ...shop().stores, close: () => Promise.resolve() });

  /** The subgraph on a bus on which somebody else listens. */
  async function open(
    types: readonly EventType[],
    outboxConfig: OutboxConfig = {},
  ): Promise<{ subgraph: Subgraph; heard: ShopEvent[] }> {
    const { stores } = shop();
    await stores.stock.upsert([mug, cup], { at: now() });
    await stores.customers.upsert([aCustomer({ id: '1' })]);
    const { bus, heard } = await aBusWithListener(types);
    closables.push(bus);
    const subgraph = aSubgraph({ stores: storesOfTheTest(), now, bus, outboxConfig });
    closables.push(subgraph);
    return { subgraph, heard };
  }

  const placeMugs = (subgraph: Subgraph, key: string, quantity = 1) =>
    ask(subgraph, place, { variables: { items: [{ sku: 'MUG-1', quantity }], key }, identity: customer('1') });

  test('where Debezium brings the events to the bus, they are written and none is brought from here', async () => {
    const captured = { MYSQL_OUTBOX_RELAY: 'off', MYSQL_URL: shop().url, REDIS_L2_URL: 'redis://127.0.0.1' } as const;
    const { subgraph, heard } = await open(['order.created', 'stock.changed'], captured);
    await placeMugs(subgraph, 'key-00001');
    // A relay would have ended what it had begun.
    await subgraph.close();
    expect((await eventsIn(shop())).map(({ type }) => type)).toEqual(['order.created', 'stock.changed']);
    expect((await shop().stores.outbox.backlog()).events).toBe(2);
    expect(heard).toEqual([]);
  });

  test('when an order is placed, then it and the stock that it reserved are told to whoever listens', async () => {
    const { subgraph, heard } = await open(['order.created', 'stock.changed']);
    const items = [
      { sku: 'MUG-1', quantity: 3 },
      { sku: 'CUP-1', quantity: 5 },
    ];
    await ask(subgraph, place, { variables: { items, key: 'key-00001' }, identity: customer('1') });
    await waitFor(() => heard.length === 3, { deadlineMs: 60_000, describe: 'three events' });

    expect(await eventsIn(shop())).toMatchObject([
      {
        type: 'order.created',
        source: '/orders',
        subject: '100000001',
        partitionkey: 'order:100000001',
        time: '2026-03-04T05:06:07.089Z',
        data: {
          orderId: '100000001',
          orderNumber: '100000001',
          customerId: '1',
          currency: 'GBP',
          subtotal: '27.38',
          total: '27.38',
          placedAt: '2026-03-04T05:06:07.089Z',
          fromCart: false,
          items: [
            {
              sku: 'MUG-1',
              productId: mug.catalogId,
              name: 'Blue mug',
              quantity: 3,
              unitPrice: '4.1250',
              lineTotal: '12.38',
            },
            {
              sku: 'CUP-1',
              productId: cup.catalogId,
              name: 'Cup',
              quantity: 5,
              unitPrice: '3.0000',
              lineTotal: '15.00',
            },
          ],
        },
      },
      {
        type: 'stock.changed',
        partitionkey: 'variant:MUG-1',
        data: { sku: 'MUG-1', productId: mug.catalogId, onHand: 10, reserved: 3, available: 7, movement: 2 },
      },
      {
        type: 'stock.changed',
        partitionkey: 'variant:CUP-1',
        data: { sku: 'CUP-1', productId: cup.catalogId, onHand: 5, reserved: 5, available: 0, movement: 2 },
      },
    ]);
    expect(new Set(heard.map(({ id }) => id))).toEqual(new Set((await eventsIn(shop())).map(({ id }) => id)));
    await waitFor(async () => (await shop().stores.outbox.backlog()).events === 0, {
      deadlineMs: 60_000,
      describe: 'an empty outbox',
    });
  });

  test('when an account is opened, then it is told; and one that is not opened, and a request that comes again, are not', async () => {
    const { subgraph, heard } = await open(['customer.registered', 'order.created']);
    await ask(subgraph, register);
    await ask(subgraph, register);
    await placeMugs(subgraph, 'key-00001');
    await placeMugs(subgraph, 'key-00001');
    await placeMugs(subgraph, 'key-00002', 999);
    await waitFor(async () => (await shop().stores.outbox.backlog()).events === 0, {
      deadlineMs: 60_000,
      describe: 'an empty outbox',
    });
    expect(new Set(heard.map(({ type, subject }) => `${type} ${subject}`))).toEqual(
      new Set(['customer.registered 100000001', 'order.created 100000001']),
    );
    expect(heard).toHaveLength(2);
    expect(heard.find(({ type }) => type === 'customer.registered')?.data).toEqual({
      customerId: '100000001',
      registeredAt: '2026-03-04T05:06:07.089Z',
    });
  });

  test('when fifty want one of the last ten units, then their stock is told down to none, movement by movement', async () => {
    const { subgraph, heard } = await open(['stock.changed']);
    await Promise.all(numbers(50).map((number) => placeMugs(subgraph, `key-of-${number}`)));
    await waitFor(() => heard.length === 10, { deadlineMs: 60_000, describe: 'ten events' });
    expect(
      heard.map(({ data }) => ('movement' in data ? { movement: data.movement, available: data.available } : null)),
    ).toEqual(numbers(10).map((number) => ({ movement: number + 1, available: 10 - number })));
    expect(await shop().database.knex('stock_levels').orderBy('movement').pluck('movement')).toEqual([1, 11]);
  });

  test('without a bus events wait, and are told by the next process that has one', async () => {
    const { stores } = shop();
    await stores.stock.upsert([mug, cup], { at: now() });
    await stores.customers.upsert([aCustomer({ id: '1' })]);
    const alone = aSubgraph({ stores: storesOfTheTest(), now });
    await placeMugs(alone, 'key-00001');
    await alone.close();
    expect(await stores.outbox.backlog()).toEqual({ events: 2, oldest: now() });

    const { heard } = await open(['order.created', 'stock.changed']);
    await waitFor(() => heard.length === 2, { deadlineMs: 60_000, describe: 'two events' });
  });
}
