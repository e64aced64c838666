import { expect, test } from '@jest/globals';
import { ask, aSubgraph, codes, customer, staff } from './ask.ts';
import type { TestShop } from './engines.ts';
import { eventsIn } from './events.ts';
import { aSellable, numbers } from './records.ts';

const now = () => new Date('2026-03-04T05:06:07.089Z');
const answer = `{
  __typename
  ... on StockUpdate { variant { sku inventory { onHand reserved available warehouses { warehouse { code } onHand reserved } } } }
  ... on UnknownItems { skus }
  ... on UnknownWarehouse { code }
  ... on TooFewUnits { available }
}`;
const receive = `mutation ($input: ReceiveStockInput!, $key: ID!) { done: receiveStock(input: $input, idempotencyKey: $key) ${answer} }`;
const adjust = `mutation ($input: AdjustStockInput!, $key: ID!) { done: adjustStock(input: $input, idempotencyKey: $key) ${answer} }`;
const transfer = `mutation ($input: TransferStockInput!, $key: ID!) { done: transferStock(input: $input, idempotencyKey: $key) ${answer} }`;
const setRules = `mutation ($input: StockRulesInput!) { done: setStockRules(input: $input) ${answer} }`;
const addNorth = `mutation { addWarehouse(input: { code: "north", name: "The North" }) { code name } }`;
const placeOrder = `mutation ($quantity: Int!, $key: ID!, $payment: PaymentInput) {
  placeOrder(input: { items: [{ sku: "MUG-1", quantity: $quantity }], payment: $payment }, idempotencyKey: $key) { __typename }
}`;

/** What members of staff do to stock, on every engine. */
export function changeStockContract(shop: () => TestShop): void {
  let keys = 0;
  const open = async () => {
    keys = 0;
    await shop().stores.stock.upsert([aSellable({ sku: 'MUG-1', onHand: 10 })], { at: now() });
    return aSubgraph({ stores: shop().stores, now });
  };
  type Opened = Awaited<ReturnType<typeof open>>;
  const merchandiser = staff('merchandiser');
  const change = async (subgraph: Opened, query: string, input: object, key = `staff-key-${++keys}`) => {
    const { data, errors } = await ask(subgraph, query, { variables: { input, key }, identity: merchandiser });
    expect(errors).toEqual([]);
    return data?.['done'];
  };
  const place = async (subgraph: Opened, quantity: number, key: string, payment: object | null = null) => {
    const { data } = await ask(subgraph, placeOrder, { variables: { quantity, key, payment } });
    expect(data).toEqual({ placeOrder: { __typename: 'Order' } });
  };
  const level = (code: string, onHand: number, reserved = 0) => ({ warehouse: { code }, onHand, reserved });
  const updated = (onHand: number, reserved: number, warehouses: object[]) => ({
    __typename: 'StockUpdate',
    variant: { sku: 'MUG-1', inventory: { onHand, reserved, available: onHand - reserved, warehouses } },
  });

  test('units arrive, are found to be fewer, and are moved, each told by warehouse and kept in the ledger', async () => {
    const subgraph = await open();
    const added = await ask(subgraph, addNorth, { identity: staff('admin') });
    expect(added.data).toEqual({ addWarehouse: { code: 'north', name: 'The North' } });

    expect(await change(subgraph, receive, { sku: 'MUG-1', warehouse: 'north', quantity: 5 })).toEqual(
      updated(15, 0, [level('main', 10), level('north', 5)]),
    );
    expect(await change(subgraph, adjust, { sku: 'MUG-1', change: -3, reason: ' Broken ' })).toEqual(
      updated(12, 0, [level('main', 7), level('north', 5)]),
    );
    expect(await change(subgraph, transfer, { sku: 'MUG-1', from: 'north', to: 'main', quantity: 5 })).toEqual(
      updated(12, 0, [level('main', 12), level('north', 0)]),
    );
    const rows = await shop()
      .database.knex('stock_movements')
      .orderBy('movement_id')
      .select<Record<string, unknown>[]>('kind', 'warehouse_id', 'on_hand_change', 'reason', 'actor');
    expect(rows.slice(1).map((row) => Object.values(row))).toEqual([
      ['receipt', 2, 5, null, 'staff:1000900'],
      ['adjustment', 1, -3, 'Broken', 'staff:1000900'],
      ['transfer', 1, 5, null, 'staff:1000900'],
      ['transfer', 2, -5, null, 'staff:1000900'],
    ]);
    expect((await eventsIn(shop())).map(({ type, data }) => [type, 'movement' in data && data.movement])).toEqual([
      ['stock.changed', 2],
      ['stock.changed', 3],
      ['stock.changed', 5],
    ]);
    expect(await shop().stores.violations()).toEqual([]);
  });

  test('a request that comes again, also fifty times at once, changes the stock once; another one under its key is refused', async () => {
    const subgraph = await open();
    const input = { sku: 'MUG-1', quantity: 5 };
    const answers = await Promise.all(numbers(50).map(() => change(subgraph, receive, input, 'staff-key-0')));
    expect(answers).toEqual(answers.map(() => updated(15, 0, [level('main', 15)])));
    expect(await change(subgraph, receive, { ...input, quantity: 6 }, 'staff-key-0')).toEqual({
      __typename: 'IdempotencyKeyConflict',
    });
    expect(await shop().stores.violations()).toEqual([]);
  });

  test('what is promised, unknown or nowhere is refused, and nothing has changed', async () => {
    const subgraph = await open();
    await place(subgraph, 8, 'key-00001');
    const tooFew = { __typename: 'TooFewUnits', available: 2 };
    expect(await change(subgraph, adjust, { sku: 'MUG-1', change: -3, reason: 'Lost' })).toEqual(tooFew);
    await ask(subgraph, addNorth, { identity: staff('admin') });
    expect(await change(subgraph, transfer, { sku: 'MUG-1', from: 'main', to: 'north', quantity: 3 })).toEqual(tooFew);
    expect(await change(subgraph, receive, { sku: 'NONE', quantity: 1 })).toEqual({
      ...{ __typename: 'UnknownItems', skus: ['NONE'] },
    });
    expect(await change(subgraph, receive, { sku: 'MUG-1', warehouse: 'moon', quantity: 1 })).toEqual({
      ...{ __typename: 'UnknownWarehouse', code: 'moon' },
    });
    // A key under which nothing was changed is free.
    expect(await change(subgraph, receive, { sku: 'MUG-1', quantity: 1 }, 'staff-key-1')).toEqual(
      updated(11, 8, [level('main', 11, 8)]),
    );
    expect(await shop().stores.violations()).toEqual([]);
  });

  test('bad input, and whoever is no merchandiser, is refused', async () => {
    const subgraph = await open();
    const refused = async (query: string, input: object, identity = merchandiser, key = 'staff-key-1') =>
      codes(await ask(subgraph, query, { variables: { input, key }, identity }));
    for (const quantity of [0, -1, 1_000_001]) {
      expect(await refused(receive, { sku: 'MUG-1', quantity })).toEqual({ done: 'BAD_USER_INPUT' });
    }
    expect(await refused(receive, { sku: ' MUG-1', quantity: 1 })).toEqual({ done: 'BAD_USER_INPUT' });
    expect(await refused(receive, { sku: 'MUG-1', quantity: 1 }, merchandiser, 'short')).toEqual({
      done: 'BAD_USER_INPUT',
    });
    expect(await refused(adjust, { sku: 'MUG-1', change: 0, reason: 'x' })).toEqual({ done: 'BAD_USER_INPUT' });
    expect(await refused(adjust, { sku: 'MUG-1', change: 1, reason: '  ' })).toEqual({ done: 'BAD_USER_INPUT' });
    expect(await refused(transfer, { sku: 'MUG-1', from: 'main', to: 'main', quantity: 1 })).toEqual({
      done: 'BAD_USER_INPUT',
    });
    expect(await refused(receive, { sku: 'MUG-1', quantity: 1 }, customer('1'))).toEqual({ done: 'FORBIDDEN' });
    expect(await refused(receive, { sku: 'MUG-1', quantity: 1 }, staff('support'))).toEqual({ done: 'FORBIDDEN' });
    expect(codes(await ask(subgraph, addNorth, { identity: merchandiser }))).toEqual({ addWarehouse: 'FORBIDDEN' });
    const looked = await ask(
      subgraph,
      '{ _entities(representations: [{ __typename: "Variant", sku: "MUG-1" }]) { ... on Variant { inventory { warehouses { onHand } } } } }',
      { identity: customer('1') },
    );
    expect(codes(looked)).toEqual({ '_entities.0.inventory.warehouses': 'FORBIDDEN' });
    expect(await shop().stores.counts()).toMatchObject({ movements: 1 });
  });

  test('that few are left is told once, and again when there had been more', async () => {
    const subgraph = await open();
    await change(subgraph, setRules, { sku: 'MUG-1', lowStockThreshold: 5, backordersAllowed: false });
    for (const [quantity, key] of [
      [4, 'key-00001'],
      [1, 'key-00002'],
      [1, 'key-00003'],
    ] as const) {
      await place(subgraph, quantity, key);
    }
    await change(subgraph, receive, { sku: 'MUG-1', quantity: 2 });
    await place(subgraph, 3, 'key-00004');
    const low = (await eventsIn(shop())).filter(({ type }) => type === 'stock.low');
    expect(low.map(({ partitionkey, data }) => [partitionkey, 'threshold' in data && data.available])).toEqual([
      ['variant:MUG-1', 5],
      ['variant:MUG-1', 3],
    ]);
  });

  test('with backorders more is sold than there is; what arrives is theirs who wait longest; and while units are owed, they cannot end', async () => {
    const subgraph = await open();
    await change(subgraph, setRules, { sku: 'MUG-1', backordersAllowed: true });
    await place(subgraph, 12, 'key-00001', { method: 'card_approved' });
    await place(subgraph, 4, 'key-00002', { method: 'card_approved' });
    expect(await change(subgraph, setRules, { sku: 'MUG-1', backordersAllowed: false })).toEqual({
      ...{ __typename: 'TooFewUnits', available: -6 },
    });
    expect(await change(subgraph, receive, { sku: 'MUG-1', quantity: 5 })).toEqual(
      updated(0, 1, [level('main', 0, 1)]),
    );
    expect(await change(subgraph, receive, { sku: 'MUG-1', quantity: 5 })).toEqual(updated(4, 0, [level('main', 4)]));
    expect(await shop().database.knex('stock_reservations').orderBy('order_id').pluck('state')).toEqual([
      'sold',
      'sold',
    ]);
    expect(await shop().stores.violations()).toEqual([]);
  });
}
