import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { anonymous, encodeCursor } from '@mosaico/service';
import { auditEntry } from './support/events.ts';
import { customer, openRecordedSubgraph, staff } from './support/recorded-subgraph.ts';

let events: Awaited<ReturnType<typeof openRecordedSubgraph>>;
beforeEach(async () => {
  events = await openRecordedSubgraph();
});
afterEach(() => events.remove());

const auditTrail = `query ($orders: [_Any!]!, $first: Int, $after: String) { _entities(representations: $orders) {
  ... on Order { id auditTrail(first: $first, after: $after) {
    edges { cursor node { id action at actor details { name value } } } pageInfo { hasNextPage endCursor } } } } }`;

const order = (id: unknown, customerId?: unknown) => ({
  __typename: 'Order',
  id,
  ...(customerId === undefined ? {} : { customerId }),
});
const entityOf = (id: string) => ({ type: 'order', id }) as const;

describe("an order's audit trail", () => {
  test('is shown to its customer, newest first, page by page', async () => {
    await events.stores.auditLog.append([
      auditEntry({ entity: entityOf('100'), id: 'a1', action: 'order.placed' }),
      auditEntry({
        entity: entityOf('100'),
        id: 'a2',
        action: 'order.shipped',
        actor: 'staff',
        at: new Date('2026-03-02T08:00:00.000Z'),
        details: [{ name: 'carrier', value: 'Postes' }],
      }),
      auditEntry({ entity: entityOf('101'), id: 'a3' }),
    ]);
    const shipped = encodeCursor([Date.UTC(2026, 2, 2, 8), 'a2']);
    const placed = encodeCursor([Date.UTC(2026, 2, 1, 9, 30), 'a1']);
    const orders = [order('100', '7')];
    expect(await events.ask(auditTrail, customer('7'), { orders, first: 1 })).toEqual({
      data: {
        _entities: [
          {
            id: '100',
            auditTrail: {
              edges: [
                {
                  cursor: shipped,
                  node: {
                    id: 'a2',
                    action: 'order.shipped',
                    at: '2026-03-02T08:00:00.000Z',
                    actor: 'staff',
                    details: [{ name: 'carrier', value: 'Postes' }],
                  },
                },
              ],
              pageInfo: { hasNextPage: true, endCursor: shipped },
            },
          },
        ],
      },
    });
    const { data } = await events.ask(auditTrail, customer('7'), { orders, first: 1, after: shipped });
    expect(data).toMatchObject({
      _entities: [
        {
          auditTrail: {
            edges: [{ cursor: placed, node: { id: 'a1', action: 'order.placed', actor: 'customer', details: [] } }],
            pageInfo: { hasNextPage: false, endCursor: placed },
          },
        },
      ],
    });
  });

  test('of many orders is one question to the store, in the order they were asked for', async () => {
    await events.stores.auditLog.append([auditEntry({ entity: entityOf('101'), id: 'of-101' })]);
    const orders = ['100', '101', '102'].map((id) => order(id, '7'));
    const { data } = await events.ask(auditTrail, customer('7'), { orders: [...orders, orders[1]], first: 3 });
    const edges = (data?.['_entities'] as { auditTrail: { edges: unknown[] } }[]).map(
      (found) => found.auditTrail.edges.length,
    );
    expect(edges).toEqual([0, 1, 0, 1]);
    expect(events.calls).toEqual([
      ['auditLog.pagesOf', ['100', '101', '102'].map((id) => ({ entity: entityOf(id), limit: 4, after: null }))],
    ]);
  });

  const [owned, guests, unnamed] = [order('100', '7'), order('100', null), order('100')];
  test.each([
    ["a customer's", 'nobody', owned, anonymous, false],
    ["a customer's", 'another customer', owned, customer('8'), false],
    ["a customer's", 'the customer', owned, customer('7'), true],
    ["a customer's", 'support', owned, staff('support'), true],
    ["a customer's", 'admin', owned, staff('admin'), true],
    ["a customer's", 'merchandiser', owned, staff('merchandiser'), false],
    ["a customer's", 'analyst', owned, staff('analyst'), false],
    ["a guest's", 'nobody', guests, anonymous, false],
    ["a guest's", 'a customer', guests, customer('7'), false],
    ["a guest's", 'support', guests, staff('support'), true],
    ["a guest's", 'admin', guests, staff('admin'), true],
    ["a guest's", 'analyst', guests, staff('analyst'), false],
    ['nobody knows whose, since customerId is missing,', 'nobody', unnamed, anonymous, false],
    ['nobody knows whose, since customerId is missing,', 'a customer', unnamed, customer('7'), false],
    ['nobody knows whose, since customerId is missing,', 'support', unnamed, staff('support'), true],
  ])('when it is %s order and %s asks', async (_whose, _who, asked, identity, allowed) => {
    const { data, errors } = await events.ask(auditTrail, identity, { orders: [asked] });
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(allowed ? undefined : ['FORBIDDEN']);
    expect(data?.['_entities']).toEqual([{ id: '100', auditTrail: allowed ? expect.anything() : null }]);
    expect(events.calls).toHaveLength(allowed ? 1 : 0);
  });

  test('that the caller may not read does not hide those that they may', async () => {
    const { data, errors } = await events.ask(auditTrail, customer('7'), {
      orders: [order('100', '8'), order('101', '7'), order('oops', '7')],
    });
    expect(data).toMatchObject({
      _entities: [{ id: '100', auditTrail: null }, { id: '101', auditTrail: { edges: [] } }, null],
    });
    expect(errors).toMatchObject([{ path: ['_entities', 0, 'auditTrail'], extensions: { code: 'FORBIDDEN' } }]);
    expect(events.calls).toEqual([['auditLog.pagesOf', [{ entity: entityOf('101'), limit: 21, after: null }]]]);
  });

  test('is null for ids that no order can have', async () => {
    const ids = ['', '0', '-100', '1e3', 'abc', '1'.repeat(10_000), 100, null];
    const { data, errors } = await events.ask(auditTrail, staff('admin'), {
      orders: ids.map((id) => order(id, '7')),
    });
    expect([data, errors]).toEqual([{ _entities: ids.map(() => null) }, undefined]);
    expect(events.calls).toEqual([]);
  });

  test.each([{ first: 0 }, { first: 101 }, { after: 'garbage' }, { after: 'x'.repeat(10_000) }])(
    'refuses %j',
    async (page) => {
      const { data, errors } = await events.ask(auditTrail, customer('7'), { orders: [order('100', '7')], ...page });
      expect(data?.['_entities']).toEqual([{ id: '100', auditTrail: null }]);
      expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
      expect(events.calls).toEqual([]);
    },
  );
});
