import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { openInProcessBus } from '@mosaico/bus';
import { openCacheTiers, type CacheTiers } from '@mosaico/entity-cache';
import { createSilentLogger } from '@mosaico/service';
import { describeOnEngines, realStoreUrl, waitFor, type Engine } from '@mosaico/testing';
import { dayMs, startEmbedded, type TestEngine } from './support/engines.ts';
import { ada, createTestGraph, entities, grace, type TestGraph } from './support/graph.ts';
import { add, remove, set } from './support/operations.ts';

const logger = createSilentLogger();
/** No test waits for a server that has much else to do. */
const commandTimeoutMs = 20_000;

interface TierEngine extends Engine {
  /** One for each process, over the same servers where there are any. */
  readonly open: (keyPrefix: string) => Promise<CacheTiers>;
}

const tierEngines: TierEngine[] = [
  { name: 'maps in the process', open: () => openTiers({}) },
  {
    name: 'Redis',
    store: 'redis',
    open: (REDIS_KEY_PREFIX) =>
      openTiers({
        REDIS_KEY_PREFIX,
        REDIS_L1_URL: realStoreUrl('redis', 'REDIS_L1_URL'),
        REDIS_L2_URL: realStoreUrl('redis', 'REDIS_L2_URL'),
      }),
  },
];

function openTiers(config: { REDIS_L1_URL?: string; REDIS_L2_URL?: string; REDIS_KEY_PREFIX?: string }) {
  return openCacheTiers({ config: { REDIS_KEY_PREFIX: '', ...config }, logger, commandTimeoutMs });
}

describeOnEngines('carts before their store', tierEngines, ({ name, open }) => {
  let engine: TestEngine;
  beforeAll(async () => {
    engine = await startEmbedded();
  });
  afterAll(() => engine.close());
  const ends: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });

  async function openShop({
    keyPrefix = `test:${randomUUID()}:`,
    ...given
  }: { keyPrefix?: string; prefix?: string } = {}) {
    const tiers = await open(keyPrefix);
    ends.push(() => tiers.close());
    return createTestGraph(engine, { tiers, ...given });
  }

  const cart = (graph: TestGraph, as = ada) =>
    graph.ask('{ cart { itemCount items { sku quantity } } }', { as }).then(({ at }) => at('cart'));
  const reads = (graph: TestGraph) => graph.calls.splice(0).filter(([method]) => /lines(Of|At)/.test(method));

  test('are asked of it once, until they are written', async () => {
    const graph = await openShop();
    expect(await cart(graph)).toEqual({ itemCount: 0, items: [] });
    expect(await cart(graph)).toEqual({ itemCount: 0, items: [] });
    expect(reads(graph)).toEqual([['carts.linesOf', ['1000001']]]);
    const states = [];
    for (const [operation, variables] of [
      [add, { sku: 'A', quantity: 2 }],
      [set, { sku: 'A', quantity: 5 }],
      [add, { sku: 'B', quantity: 1 }],
      [remove, { sku: 'A' }],
    ] as const) {
      await graph.ask(operation, { variables });
      states.push(await cart(graph), await cart(graph));
      expect(reads(graph)).toEqual([['carts.linesOf', ['1000001']]]);
    }
    const state = (...items: { sku: string; quantity: number }[]) => ({
      itemCount: items.reduce((sum, { quantity }) => sum + quantity, 0),
      items,
    });
    const after = [
      state({ sku: 'A', quantity: 2 }),
      state({ sku: 'A', quantity: 5 }),
      state({ sku: 'A', quantity: 5 }, { sku: 'B', quantity: 1 }),
      state({ sku: 'B', quantity: 1 }),
    ];
    expect(states).toEqual(after.flatMap((each) => [each, each]));
  });

  test('serve their lines, too, by one batch for all carts', async () => {
    const graph = await openShop();
    await graph.ask(add, { variables: { sku: 'A', quantity: 2 } });
    graph.calls.splice(0);
    const line = (sku: string) => ({ __typename: 'CartItem', cartId: '1000001', sku });
    const ask = () =>
      graph.ask(entities('... on CartItem { sku quantity } ... on Cart { itemCount }'), {
        variables: { representations: [line('A'), line('B'), { __typename: 'Cart', id: '1000001' }] },
      });
    for (const { data } of [await ask(), await ask()]) {
      expect(data).toEqual({ _entities: [{ sku: 'A', quantity: 2 }, null, { itemCount: 2 }] });
    }
    expect(reads(graph)).toEqual([]);
  });

  test('are shown to nobody who may not see them', async () => {
    const graph = await openShop();
    await graph.ask(add, { variables: { sku: 'A', quantity: 2 } });
    await cart(graph);
    const { data, errors } = await graph.ask(entities('... on Cart { itemCount }'), {
      as: grace,
      variables: { representations: [{ __typename: 'Cart', id: '1000001' }] },
    });
    expect(data).toEqual({ _entities: [null] });
    expect(errors.map(({ code }) => code)).toEqual(['FORBIDDEN']);
  });

  test('lose a line when its time is over, however long they are kept', async () => {
    const graph = await openShop();
    await graph.ask(add, { variables: { sku: 'A', quantity: 2 } });
    await cart(graph);
    graph.clock.advance(30 * dayMs);
    expect(await cart(graph)).toEqual({ itemCount: 0, items: [] });
  });

  test('are forgotten again when the event of their change arrives, where that could not be done at once', async () => {
    const bus = openInProcessBus({ groups: ['cart'] });
    const tiers = await open(`test:${randomUUID()}:`);
    let isAway = false;
    const remove = (keys: readonly string[]) => (isAway ? Promise.reject(new Error('away')) : tiers.l1.remove(keys));
    const l1 = { ...tiers.l1, read: tiers.l1.read.bind(tiers.l1), remove };
    const graph = await createTestGraph(engine, { bus, tiers: { ...tiers, l1 } });
    ends.push(
      () => tiers.close(),
      () => bus.close(),
      () => graph.subgraph.close(),
    );
    await cart(graph);
    isAway = true;
    const { errors } = await graph.ask(add, { variables: { sku: 'A', quantity: 2 } });
    expect(errors).toEqual([]);
    isAway = false;
    await waitFor(async () => (await graph.stores.outbox.backlog()).events === 0, {
      deadlineMs: 60_000,
      describe: 'the event to be handled',
    });
    expect(await cart(graph)).toEqual({ itemCount: 2, items: [{ sku: 'A', quantity: 2 }] });
  });

  if (name === 'Redis') {
    test('are the same for all processes', async () => {
      const keyPrefix = `test:${randomUUID()}:`;
      const { prefix } = await engine.open();
      const [one, other] = [await openShop({ keyPrefix, prefix }), await openShop({ keyPrefix, prefix })];
      for (let quantity = 1; quantity <= 5; quantity++) {
        await cart(other);
        await one.ask(add, { variables: { sku: 'A', quantity: 1 } });
        expect(await cart(other)).toEqual({ itemCount: quantity, items: [{ sku: 'A', quantity }] });
      }
      reads(other);
      expect(await cart(one)).toEqual(await cart(other));
      expect(reads(other)).toEqual([]);
    });
  }
});
