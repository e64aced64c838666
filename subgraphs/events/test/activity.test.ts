import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { anonymous, encodeCursor } from '@mosaico/service';
import { userEvent } from './support/events.ts';
import { customer, openRecordedSubgraph, staff } from './support/recorded-subgraph.ts';

let events: Awaited<ReturnType<typeof openRecordedSubgraph>>;
beforeEach(async () => {
  events = await openRecordedSubgraph();
});
afterEach(() => events.remove());

const activity = `query ($ids: [_Any!]!, $first: Int, $after: String) { _entities(representations: $ids) { ... on Customer {
  id activity(first: $first, after: $after) {
    edges { cursor node { id type at product { id } properties { name value } } } pageInfo { hasNextPage endCursor } } } } }`;

const customers = (...ids: unknown[]) => ids.map((id) => ({ __typename: 'Customer', id }));
const ofCustomer = (id: string) => ({ kind: 'customer', id }) as const;

describe("a customer's activity", () => {
  test('is shown to the customer, newest first, with the product as a reference', async () => {
    await events.stores.userEvents.append([
      userEvent({
        visitor: ofCustomer('7'),
        id: 'older',
        at: new Date('2026-02-28T23:59:59.999Z'),
        productId: '65f0c0ffee65f0c0ffee65f0',
      }),
      userEvent({
        visitor: ofCustomer('7'),
        id: 'newer',
        type: 'search.done',
        at: new Date('2026-03-01T00:00:00.000Z'),
        properties: [{ name: 'query', value: 'coffee ☕' }],
      }),
      userEvent({ visitor: ofCustomer('8') }),
      userEvent({ visitor: { kind: 'session', id: '7' } }),
    ]);
    const cursors = [encodeCursor([Date.UTC(2026, 2, 1), 'newer']), encodeCursor([Date.UTC(2026, 2, 1) - 1, 'older'])];
    expect(await events.ask(activity, customer('7'), { ids: customers('7') })).toEqual({
      data: {
        _entities: [
          {
            id: '7',
            activity: {
              edges: [
                {
                  cursor: cursors[0],
                  node: {
                    id: 'newer',
                    type: 'search.done',
                    at: '2026-03-01T00:00:00.000Z',
                    product: null,
                    properties: [{ name: 'query', value: 'coffee ☕' }],
                  },
                },
                {
                  cursor: cursors[1],
                  node: {
                    id: 'older',
                    type: 'product.viewed',
                    at: '2026-02-28T23:59:59.999Z',
                    product: { id: '65f0c0ffee65f0c0ffee65f0' },
                    properties: [],
                  },
                },
              ],
              pageInfo: { hasNextPage: false, endCursor: cursors[1] },
            },
          },
        ],
      },
    });
  });

  test('continues after a cursor', async () => {
    const ids = ['a', 'b', 'c', 'd', 'e'];
    await events.stores.userEvents.append(ids.map((id) => userEvent({ visitor: ofCustomer('7'), id })));
    const pages: string[][] = [];
    let after: string | null = null;
    do {
      const { data } = await events.ask(activity, customer('7'), { ids: customers('7'), first: 2, after });
      const [found] = data?.['_entities'] as {
        activity: { edges: { node: { id: string } }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
      }[];
      pages.push(found?.activity.edges.map(({ node }) => node.id) ?? []);
      after = found?.activity.pageInfo.hasNextPage === true ? found.activity.pageInfo.endCursor : null;
    } while (after !== null);
    expect(pages).toEqual([['e', 'd'], ['c', 'b'], ['a']]);
  });

  test('of a customer without events is an empty page', async () => {
    const { data } = await events.ask(activity, customer('7'), { ids: customers('7') });
    expect(data).toEqual({
      _entities: [{ id: '7', activity: { edges: [], pageInfo: { hasNextPage: false, endCursor: null } } }],
    });
  });

  test('of many customers is one question to the store, in which the same page is asked for once', async () => {
    const query = `query ($ids: [_Any!]!) { _entities(representations: $ids) { ... on Customer {
      activity(first: 3) { edges { node { id } } } again: activity(first: 3) { edges { node { id } } } more: activity { edges { node { id } } } } } }`;
    const { errors } = await events.ask(query, staff('support'), { ids: customers('7', '8', '7') });
    expect(errors).toBeUndefined();
    const page = (id: string, limit: number) => ({ visitor: ofCustomer(id), limit, after: null });
    expect(events.calls).toEqual([['userEvents.pagesOf', [page('7', 4), page('7', 21), page('8', 4), page('8', 21)]]]);
  });

  test.each([
    ['nobody', anonymous, 'FORBIDDEN'],
    ['another customer', customer('8'), 'FORBIDDEN'],
    ['the customer', customer('7'), undefined],
    ['support', staff('support'), undefined],
    ['admin', staff('admin'), undefined],
    ['merchandiser', staff('merchandiser'), 'FORBIDDEN'],
    ['analyst', staff('analyst'), 'FORBIDDEN'],
  ])('asked for by %s', async (_who, identity, code) => {
    const { data, errors } = await events.ask(activity, identity, { ids: customers('7') });
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(code === undefined ? undefined : [code]);
    expect(data?.['_entities']).toEqual([{ id: '7', activity: code === undefined ? expect.anything() : null }]);
    expect(events.calls).toHaveLength(code === undefined ? 1 : 0);
  });

  test('is null for ids that no customer can have, beside one that can', async () => {
    const ids = ['', '0', '007', '-7', '7.0', ' 7', 'abc', '7'.repeat(10_000), 7, null, ['7'], { id: '7' }, '7'];
    const { data, errors } = await events.ask(activity, customer('7'), { ids: customers(...ids) });
    expect(errors).toBeUndefined();
    const entities = data?.['_entities'] as unknown[];
    expect(entities.slice(0, -1)).toEqual(ids.slice(0, -1).map(() => null));
    expect(entities.at(-1)).toMatchObject({ id: '7' });
    expect(events.calls).toHaveLength(1);
  });

  test.each([
    [{ first: 0 }, 'first must be from 1 to 100; got 0.'],
    [{ first: -1 }, 'first must be from 1 to 100; got -1.'],
    [{ first: 101 }, 'first must be from 1 to 100; got 101.'],
    [{ after: 'garbage' }, 'after must be a cursor that this field gave out; got "garbage".'],
    [{ after: encodeCursor([-1, 'x']) }, /^after must be a cursor/],
    [{ after: encodeCursor([8.7e15, 'x']) }, /^after must be a cursor/],
    [{ after: encodeCursor([1.5, 'x']) }, /^after must be a cursor/],
    [{ after: encodeCursor([1, 2]) }, /^after must be a cursor/],
    [{ after: encodeCursor(['1', 'x']) }, /^after must be a cursor/],
    [{ after: encodeCursor([1, 'x', 'y']) }, /^after must be a cursor/],
    [{ after: 'x'.repeat(10_000) }, /^after must be a cursor that this field gave out; got ".{0,60}\.$/],
  ])('refuses %j', async (page, message) => {
    const { data, errors } = await events.ask(activity, customer('7'), { ids: customers('7'), ...page });
    expect(data?.['_entities']).toEqual([{ id: '7', activity: null }]);
    expect(errors).toEqual([
      {
        message: typeof message === 'string' ? message : expect.stringMatching(message),
        locations: expect.anything(),
        path: ['_entities', 0, 'activity'],
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ]);
    expect(events.calls).toEqual([]);
  });

  test('is null with a coded error when the store is down, and the id is still answered', async () => {
    await events.stores.close();
    const { data, errors } = await events.ask(activity, customer('7'), { ids: customers('7') });
    expect(data).toEqual({ _entities: [{ id: '7', activity: null }] });
    expect(errors).toMatchObject([
      { message: 'The events store does not answer.', extensions: { code: 'STORE_UNAVAILABLE' } },
    ]);
    expect(await events.subgraph.health()).toEqual([
      { store: 'events (Cassandra)', engine: 'embedded SQLite', ready: false },
    ]);
  });
});
