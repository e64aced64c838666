import { afterEach, describe, expect, test } from '@jest/globals';
import { openInProcessBus } from '@mosaico/bus';
import { openCacheTiers, type CacheTiers } from '@mosaico/entity-cache';
import { createSilentLogger, type Subgraph } from '@mosaico/service';
import { createTestDatabase, waitFor } from '@mosaico/testing';
import { ask, aSubgraph, codes, customer, staff } from './ask.ts';
import { useShop } from './engines.ts';
import { anEventFactory } from './events.ts';
import { recordCalls } from './record-calls.ts';
import { aCustomer, anOrder, aSellable } from './records.ts';

const mugs = '65a000000000000000000001';
const now = () => new Date('2026-03-04T05:06:07.089Z');
const inventory = `{ _entities(representations: [{ __typename: "Variant", sku: "MUG-1" }, { __typename: "Product", id: "${mugs}" }]) {
  ... on Variant { inventory { available } } ... on Product { inventory { available } } } }`;
const place = `mutation { placeOrder(input: { items: [{ sku: "MUG-1", quantity: 2 }] }, idempotencyKey: "key-00001") {
  ... on Order { id items { variant { inventory { available } } } } } }`;

describe('what is kept before the database', () => {
  const shop = useShop(createTestDatabase);
  const closables: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const one of closables.splice(0).reverse()) await one.close();
  });

  /** The subgraph before a cache, and what it asks the stores. */
  async function open(options: { bus?: 'none' | 'shared'; fault?: { isDown: boolean } } = {}) {
    const { bus: kind = 'none', fault = { isDown: false } } = options;
    const { customers, stock, orders } = shop().stores;
    await customers.upsert([aCustomer({ id: '1', roles: ['support'] })]);
    await stock.upsert([aSellable({ sku: 'MUG-1', catalogId: mugs, onHand: 10 })], { at: now() });
    await orders.addMissing([anOrder({ id: '11', customerId: '1' })]);
    const opened = await openCacheTiers({ config: { REDIS_KEY_PREFIX: '' }, logger: createSilentLogger() });
    closables.push(opened);
    const tiers: CacheTiers = {
      ...opened,
      l2: {
        ...opened.l2,
        remove: (keys) => (fault.isDown ? Promise.reject(new Error('down')) : opened.l2.remove(keys)),
      },
    };
    const bus = openInProcessBus({ groups: ['orders'] });
    closables.push(bus);
    const { stores, calls } = recordCalls({ ...shop().stores, close: () => Promise.resolve() });
    const subgraph = aSubgraph({ stores, tiers, now, ...(kind === 'shared' ? { bus } : {}) });
    closables.push(subgraph);
    return { subgraph, calls, bus, tiers };
  }

  const available = async (subgraph: Subgraph) => {
    const { data } = await ask(subgraph, inventory);
    return (data as { _entities: { inventory: { available: number } | null }[] })._entities.map(
      (one) => one.inventory?.available ?? null,
    );
  };

  test('what was asked once is asked of the database no more, by whomever, and each sees what is theirs to see', async () => {
    const { subgraph, calls } = await open();
    const query = `{ order(id: "11") { id placedAt items { sku product { id } } statusHistory { status at }
      customer { id name email createdAt addresses { city } roles } } }`;
    const first = await ask(subgraph, query, { identity: staff('admin') });
    expect(first.errors).toEqual([]);
    expect(calls.map(([name]) => name).sort()).toEqual([
      'customers.addressesOf',
      'customers.find',
      'customers.rolesOf',
      'orders.find',
      'orders.itemsOf',
      'orders.statusHistoryOf',
    ]);
    calls.length = 0;
    expect(await ask(subgraph, query, { identity: staff('admin') })).toEqual(first);
    expect(await ask(subgraph, query, { identity: customer('1') })).toMatchObject({
      data: { order: { customer: { email: 'customer-1@example.com' } } },
    });
    const other = await ask(subgraph, query, { identity: customer('2') });
    expect(other.data).toEqual({ order: null });
    expect(codes(other)).toEqual({ order: 'FORBIDDEN' });
    expect(calls).toEqual([]);
  });

  test('when units are ordered, then the same request and the next see what is left', async () => {
    const { subgraph, calls } = await open();
    expect(await available(subgraph)).toEqual([10, 10]);
    const answer = await ask(subgraph, place, { identity: customer('1') });
    expect(answer.data).toMatchObject({ placeOrder: { items: [{ variant: { inventory: { available: 8 } } }] } });
    calls.length = 0;
    expect(await available(subgraph)).toEqual([8, 8]);
    expect(calls).toEqual([['stock.stockOfProducts', [mugs]]]);
  });

  test('an order that was asked for before it was there, and an account, are there when they have been made', async () => {
    const { subgraph } = await open();
    const query = '{ order(id: "100000001") { id items { sku } statusHistory { status } } }';
    expect((await ask(subgraph, query, { identity: staff('admin') })).data).toEqual({ order: null });
    await ask(subgraph, place, { identity: customer('1') });
    expect((await ask(subgraph, query, { identity: staff('admin') })).data).toEqual({
      order: { id: '100000001', items: [{ sku: 'MUG-1' }], statusHistory: [{ status: 'PENDING' }] },
    });

    const named = '{ customer(id: "100000001") { name } }';
    expect((await ask(subgraph, named, { identity: staff('admin') })).data).toEqual({ customer: null });
    await ask(
      subgraph,
      'mutation { register(input: { email: "ada@example.com", password: "correct horse battery", name: "Ada" }) { __typename } }',
    );
    expect((await ask(subgraph, named, { identity: staff('admin') })).data).toEqual({ customer: { name: 'Ada' } });
  });

  test('when a cache cannot be told of an order, then the order stands, and its event tells the cache later', async () => {
    const fault = { isDown: false };
    const { subgraph } = await open({ bus: 'shared', fault });
    expect(await available(subgraph)).toEqual([10, 10]);
    fault.isDown = true;
    const answer = await ask(subgraph, place, { identity: customer('1') });
    expect(answer).toMatchObject({ data: { placeOrder: { id: '100000001' } }, errors: [] });
    fault.isDown = false;
    await waitFor(async () => (await available(subgraph)).every((units) => units === 8), {
      deadlineMs: 60_000,
      describe: 'what is left',
    });
  });

  test('a unit that the catalog has added is no longer kept as unknown', async () => {
    const { subgraph, bus } = await open({ bus: 'shared' });
    const query =
      '{ _entities(representations: [{ __typename: "Variant", sku: "CUP-1" }]) { ... on Variant { inventory { available } } } }';
    expect((await ask(subgraph, query)).data).toEqual({ _entities: [{ inventory: null }] });
    const data = {
      productId: '65a000000000000000000002',
      revision: 1,
      name: 'Cup',
      brand: null,
      status: 'active' as const,
      categoryId: '65b000000000000000000001',
      categoryPath: 'kitchen',
      variants: [{ sku: 'CUP-1', price: '1.00', currency: 'GBP' }],
    };
    const aggregate = { kind: 'product', id: data.productId };
    await bus.transport.publish([anEventFactory('catalog')('product.updated', { aggregate, data, at: now() })]);
    expect((await ask(subgraph, query)).data).toEqual({ _entities: [{ inventory: { available: 0 } }] });
  });
});
