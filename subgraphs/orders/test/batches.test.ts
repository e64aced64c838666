import { describe, expect, test } from '@jest/globals';
import { createTestDatabase } from '@mosaico/testing';
import { ask, aSubgraph, customer, staff } from './ask.ts';
import { useShop } from './engines.ts';
import { recordCalls } from './record-calls.ts';
import { aCustomer, anOrder, aSellable } from './records.ts';

const mugs = '65a000000000000000000001';
const cups = '65a000000000000000000002';
const never = '65a000000000000000000009';

describe('what one request asks of the stores', () => {
  const shop = useShop(createTestDatabase);

  const open = async () => {
    const { customers, stock, orders } = shop().stores;
    const address = { recipient: 'Ada', lines: ['1 Quay'], city: 'London', postalCode: null, country: 'GB' };
    await customers.upsert(['1', '2', '3'].map((id) => aCustomer({ id, addresses: [address], roles: ['support'] })));
    await stock.upsert(
      [
        aSellable({ sku: 'MUG-1', catalogId: mugs, onHand: 10 }),
        aSellable({ sku: 'MUG-2', catalogId: mugs, onHand: 0 }),
        aSellable({ sku: 'CUP-1', catalogId: cups, onHand: 0 }),
      ],
      { at: new Date() },
    );
    await orders.addMissing(
      ['1', '1', '2', '2'].map((customerId, index) =>
        anOrder({ id: String(11 + index), customerId, placedAt: new Date(1_700_000_000_000 + index) }),
      ),
    );
    const { stores, calls } = recordCalls(shop().stores);
    return { subgraph: aSubgraph({ stores }), calls };
  };
  const entities = (type: string, key: string, values: string[], selection: string) =>
    `{ _entities(representations: [${values
      .map((value) => `{ __typename: "${type}", ${key}: "${value}" }`)
      .join(' ')}]) { ... on ${type} { ${selection} } } }`;

  test('the stock of many products is one question, also when some are unknown, malformed or named twice', async () => {
    const { subgraph, calls } = await open();
    const query = entities(
      'Product',
      'id',
      [cups, never, mugs, 'malformed', mugs],
      'id inventory { available reserved onHand inStock }',
    );
    const { data, errors } = await ask(subgraph, query);

    expect(errors).toEqual([]);
    const mugStock = { id: mugs, inventory: { available: 10, reserved: 0, onHand: 10, inStock: true } };
    expect(data?.['_entities']).toEqual([
      { id: cups, inventory: { available: 0, reserved: 0, onHand: 0, inStock: false } },
      { id: never, inventory: null },
      mugStock,
      null,
      mugStock,
    ]);
    expect(calls).toEqual([['stock.stockOfProducts', [cups, never, mugs]]]);
  });

  test('the stock of many variants is one question', async () => {
    const { subgraph, calls } = await open();
    const query = entities('Variant', 'sku', ['MUG-2', 'NONE', ' MUG-1', 'MUG-1'], 'sku inventory { available }');
    const { data, errors } = await ask(subgraph, query);

    expect(errors).toEqual([]);
    expect(data?.['_entities']).toEqual([
      { sku: 'MUG-2', inventory: { available: 0 } },
      { sku: 'NONE', inventory: null },
      null,
      { sku: 'MUG-1', inventory: { available: 10 } },
    ]);
    expect(calls).toEqual([['stock.stockOfSkus', ['MUG-2', 'NONE', 'MUG-1']]]);
  });

  test('many customers, with their addresses, roles and orders, are one question each', async () => {
    const { subgraph, calls } = await open();
    const selection = `id addresses { lines } roles orders(first: 1) {
      edges { node { id items { sku } statusHistory { status } customer { name } } } pageInfo { hasNextPage } }`;
    const query = entities('Customer', 'id', ['3', '999', '1', 'x', '2'], selection);
    const { data, errors } = await ask(subgraph, query, { identity: staff('admin') });

    expect(errors).toEqual([]);
    const order = (id: string) => ({
      id,
      items: [{ sku: 'MUG-1' }],
      statusHistory: [{ status: 'DELIVERED' }],
      customer: { name: 'Ada Lovelace' },
    });
    const shared = { addresses: [{ lines: ['1 Quay'] }], roles: ['SUPPORT'] };
    expect(data?.['_entities']).toEqual([
      { id: '3', ...shared, orders: { edges: [], pageInfo: { hasNextPage: false } } },
      null,
      { id: '1', ...shared, orders: { edges: [{ node: order('12') }], pageInfo: { hasNextPage: true } } },
      null,
      { id: '2', ...shared, orders: { edges: [{ node: order('14') }], pageInfo: { hasNextPage: true } } },
    ]);
    expect(calls).toEqual([
      ['customers.find', ['3', '999', '1', '2']],
      ['customers.addressesOf', ['3', '1', '2']],
      ['customers.rolesOf', ['3', '1', '2']],
      ['orders.pagesOf', ['3', '1', '2'], { limit: 2, after: null }],
      ['orders.itemsOf', ['12', '14']],
      ['orders.statusHistoryOf', ['12', '14']],
    ]);
  });

  test('the caller’s pages of orders are one question each, and meet without a gap', async () => {
    const { subgraph, calls } = await open();
    const query = `query ($after: String) { me { orders(first: 1, after: $after) {
      edges { cursor node { id } } pageInfo { hasNextPage endCursor } } } }`;
    interface Page {
      me: {
        orders: {
          edges: { cursor: string; node: { id: string } }[];
          pageInfo: { hasNextPage: boolean; endCursor: string | null };
        };
      };
    }
    const page = async (after: string | null) => {
      const { data } = await ask(subgraph, query, { variables: { after }, identity: customer('1') });
      return (data as unknown as Page).me.orders;
    };
    const first = await page(null);
    const second = await page(first.pageInfo.endCursor);
    const third = await page(second.pageInfo.endCursor);

    expect(first).toMatchObject({ edges: [{ node: { id: '12' } }], pageInfo: { hasNextPage: true } });
    expect(second).toMatchObject({ edges: [{ node: { id: '11' } }], pageInfo: { hasNextPage: false } });
    expect(third).toEqual({ edges: [], pageInfo: { hasNextPage: false, endCursor: null } });
    expect(first.edges[0]?.cursor).toBe(first.pageInfo.endCursor);
    expect(calls.filter(([name]) => name === 'orders.pagesOf')).toEqual([
      ['orders.pagesOf', ['1'], { limit: 2, after: null }],
      ['orders.pagesOf', ['1'], { limit: 2, after: { placedAt: new Date(1_700_000_000_001), id: '12' } }],
      ['orders.pagesOf', ['1'], { limit: 2, after: { placedAt: new Date(1_700_000_000_000), id: '11' } }],
    ]);
  });

  test('many orders by reference are one question', async () => {
    const { subgraph, calls } = await open();
    const query = entities('Order', 'id', ['14', '999', '11', 'x'], 'id customerId');
    const { data } = await ask(subgraph, query, { identity: staff('support') });
    expect(data?.['_entities']).toEqual([{ id: '14', customerId: '2' }, null, { id: '11', customerId: '1' }, null]);
    expect(calls).toEqual([['orders.find', ['14', '999', '11']]]);
  });
});
