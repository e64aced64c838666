import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import {
  createEventFactory,
  openInProcessBus,
  takePart,
  type Bus,
  type EventType,
  type Handlers,
  type ShopEvent,
} from '@mosaico/bus';
import { createMetrics, createSilentLogger } from '@mosaico/service';
import { describeOnEngines, waitFor } from '@mosaico/testing';
import { engines, type TestEngine } from './support/engines.ts';
import { ada, createTestGraph, entities, grace, type TestGraph } from './support/graph.ts';
import { add, remove, set } from './support/operations.ts';
import { told } from './support/outbox.ts';

const deadlineMs = 60_000;

describeOnEngines('the cart subgraph on a bus', engines, ({ start }) => {
  let engine: TestEngine;
  beforeAll(async () => {
    engine = await start();
  });
  afterAll(() => engine.close());
  const ends: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });

  /** The subgraph, and another part that hears what it says. */
  async function openShop(): Promise<{ graph: TestGraph; bus: Bus; heard: ShopEvent[] }> {
    const bus = openInProcessBus({ groups: ['cart', 'events'] });
    const heard: ShopEvent[] = [];
    const hear = (event: ShopEvent) => Promise.resolve(void heard.push(event));
    const graph = await createTestGraph(engine, { bus });
    const handlers: Handlers = { 'cart.updated': hear, 'session.started': hear };
    const shared = { now: graph.clock.now, logger: createSilentLogger(), metrics: createMetrics() };
    const part = takePart({ ...shared, name: 'events', bus, handlers });
    ends.push(
      () => bus.close(),
      () => part.stop(),
      () => graph.subgraph.close(),
    );
    return { graph, bus, heard };
  }

  const itemsOf = async (graph: TestGraph, as = ada) =>
    (await graph.ask('{ cart { items { sku quantity } } }', { as })).at('cart', 'items');

  const notificationsOf = async (graph: TestGraph, as = ada) => {
    const query = entities('... on Customer { notifications { edges { node { type title body order { id } } } } }');
    const { at } = await graph.ask(query, {
      as,
      variables: { representations: [{ __typename: 'Customer', id: as.customerId }] },
    });
    const edges = at('_entities', 0, 'notifications', 'edges') as { node: unknown }[];
    return edges.map(({ node }) => node);
  };

  test('says what each mutation has made of the cart', async () => {
    const { graph, heard } = await openShop();
    const saidAfter = async (count: number) => {
      await waitFor(() => heard.length === count, { deadlineMs, describe: `event ${count}` });
    };
    await graph.ask(add, { variables: { sku: 'A', quantity: 2 } });
    await saidAfter(1);
    await graph.ask(set, { variables: { sku: 'A', quantity: 5 } });
    await saidAfter(2);
    await graph.ask(remove, { variables: { sku: 'A' } });
    await saidAfter(3);
    await graph.ask(add, { variables: { sku: 'UNKNOWN' } });
    await graph.ask(remove, { variables: { sku: 'A' } });
    await graph.ask(add, { variables: { sku: 'B' }, as: grace });
    await saidAfter(4);
    expect(heard.map(told)).toEqual(['1000001: A×2', '1000001: A×5', '1000001: ', '1000002: B×1']);
  });

  test('empties the cart of what was ordered, once, says so, and thanks for the order', async () => {
    const { graph, bus, heard } = await openShop();
    await graph.ask(add, { variables: { sku: 'A', quantity: 2 } });
    await graph.ask(add, { variables: { sku: 'B', quantity: 5 } });
    await graph.ask(add, { variables: { sku: 'C', quantity: 1 } });
    const placed = ordered(graph, { A: 2, B: 3 });
    for (let time = 0; time < 10; time++) await bus.transport.publish([placed]);
    expect(await itemsOf(graph)).toEqual([
      { sku: 'B', quantity: 2 },
      { sku: 'C', quantity: 1 },
    ]);
    graph.clock.advance(1);
    await graph.ask(add, { variables: { sku: 'A', quantity: 1 } });
    graph.clock.advance(60_000);
    await bus.transport.publish([placed]);
    expect(await itemsOf(graph)).toEqual([
      { sku: 'B', quantity: 2 },
      { sku: 'C', quantity: 1 },
      { sku: 'A', quantity: 1 },
    ]);
    expect(await notificationsOf(graph)).toEqual([
      {
        type: 'ORDER',
        title: 'We have your order',
        body: 'Order M-1000007 has reached us. Thank you!',
        order: { id: '1000007' },
      },
    ]);
    await waitFor(() => heard.map(told).at(-1) === '1000001: B×2, C×1, A×1', {
      deadlineMs,
      describe: 'the last event',
    });
    // It is marked as sent after it is heard.
    await waitFor(async () => (await graph.stores.outbox.backlog()).events === 0, {
      deadlineMs,
      describe: 'an outbox in which nothing waits',
    });
  });

  test('leaves the cart of a guest, and of other customers, as it is', async () => {
    const { graph, bus } = await openShop();
    await graph.ask(add, { variables: { sku: 'A' }, as: grace });
    await bus.transport.publish([ordered(graph, { A: 1 }, null), ordered(graph, { A: 1 })]);
    expect(await itemsOf(graph, grace)).toEqual([{ sku: 'A', quantity: 1 }]);
    expect(await notificationsOf(graph, grace)).toEqual([]);
  });

  describe('tells the customer once', () => {
    const money = { amount: '12.50', currency: 'GBP' };
    test.each([
      ['order.paid', { ...money, paidAt: 'at' }, 'Your payment has arrived'],
      ['order.shipped', { shippedAt: 'at' }, 'Your order is on its way'],
      ['order.delivered', { deliveredAt: 'at' }, 'Your order has arrived'],
      [
        'order.cancelled',
        { reason: 'r', cancelledAt: 'at', items: [{ sku: 'A', quantity: 1 }] },
        'Your order was cancelled',
      ],
      ['order.refunded', { ...money, refundId: '1', refundedAt: 'at' }, 'Your money is on its way back'],
    ] as const)('of %s', async (type, given, title) => {
      const { graph, bus } = await openShop();
      const at = graph.clock.now();
      const times = Object.fromEntries(
        Object.entries(given).map(([name, value]) => [name, value === 'at' ? at.toISOString() : value]),
      );
      const event = (customerId: string | null) =>
        createEvent(type as EventType, {
          aggregate: { kind: 'order', id: '1000007' },
          at,
          // The table holds what each type asks for, and the factory checks it.
          data: { orderId: '1000007', customerId, ...times } as never,
        });
      const hers = event('1000001');
      for (const each of [hers, event(null), hers, hers]) await bus.transport.publish([each]);
      graph.clock.advance(1000);
      await bus.transport.publish([hers]);
      const told = await notificationsOf(graph);
      expect(told).toEqual([{ type: 'ORDER', title, body: expect.any(String), order: { id: '1000007' } }]);
      expect(JSON.stringify(told).includes('12.50 GBP')).toBe('amount' in given);
      expect(await notificationsOf(graph, grace)).toEqual([]);
    });
  });

  test('says that a session has begun', async () => {
    const { graph, heard } = await openShop();
    await graph.stores.sessions.start({ id: 's', customerId: '1', userAgent: null, startedAt: graph.clock.now() });
    await waitFor(() => heard.length === 1, { deadlineMs, describe: 'the event' });
    expect(heard.map(told)).toEqual(['session s of 1']);
  });
});

let ids = 0;
const createEvent = createEventFactory({ source: 'orders', newId: () => `event-${++ids}` });

function ordered(
  graph: TestGraph,
  units: Record<string, number>,
  customerId: string | null = '1000001',
): ShopEvent<'order.created'> {
  const at = graph.clock.now();
  return createEvent('order.created', {
    aggregate: { kind: 'order', id: '1000007' },
    at,
    data: {
      ...{ orderId: '1000007', orderNumber: 'M-1000007', customerId, currency: 'GBP', subtotal: '9.00', total: '9.00' },
      placedAt: at.toISOString(),
      items: Object.entries(units).map(([sku, quantity]) => ({
        ...{ sku, quantity, productId: null, name: sku, unitPrice: '1.00', lineTotal: '1.00' },
      })),
    },
  });
}
