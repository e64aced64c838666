import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { dayMs, hourMs, startEmbedded, type TestEngine } from './support/engines.ts';
import { createTestGraph, entities } from './support/graph.ts';

let engine: TestEngine;
beforeAll(async () => {
  engine = await startEmbedded();
});
afterAll(() => engine.close());

interface Page {
  edges: { cursor: string; node: Record<string, unknown> }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

const ada = { representations: [{ __typename: 'Customer', id: '1000001' }] };

async function graphWithNotifications(count: number) {
  const graph = await createTestGraph(engine);
  await graph.stores.notifications.putMissing(
    Array.from({ length: count }, (_, index) => ({
      customerId: '1000001',
      key: `n${index}`,
      type: 'PROMOTION' as const,
      title: `Title ${index}`,
      body: 'Body',
      orderId: null,
      createdAt: new Date(graph.clock.now().getTime() + index),
      readAt: index % 2 === 0 ? null : graph.clock.now(),
    })),
  );
  return graph;
}

const page = entities(`... on Customer { notifications(first: $first, after: $after, unreadOnly: $unreadOnly) {
  edges { cursor node { id type title body readAt createdAt order { id } } } pageInfo { hasNextPage endCursor } } }`).replace(
  '($representations: [_Any!]!)',
  '($representations: [_Any!]!, $first: Int = 20, $after: String, $unreadOnly: Boolean)',
);

describe('the notifications of a customer', () => {
  test.each([
    [false, ['n4', 'n3', 'n2', 'n1', 'n0'], 3],
    [true, ['n4', 'n2', 'n0'], 2],
  ])('come page by page, each once (unread only: %s)', async (unreadOnly, keys, pages) => {
    const graph = await graphWithNotifications(5);
    const titles: unknown[] = [];
    let after: string | null = null;
    let count = 0;
    do {
      const variables: Record<string, unknown> = { ...ada, first: 2, after, unreadOnly };
      const { at, errors } = await graph.ask(page, { variables });
      expect(errors).toEqual([]);
      const { edges, pageInfo } = at('_entities', 0, 'notifications') as Page;
      titles.push(...edges.map(({ node }) => node.title));
      expect(pageInfo.endCursor).toBe(edges.at(-1)?.cursor);
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
      count++;
    } while (after !== null);
    expect(titles).toEqual(keys.map((key) => `Title ${key.slice(1)}`));
    expect(count).toBe(pages);
  });

  test('are all there', async () => {
    const graph = await graphWithNotifications(2);
    const { at } = await graph.ask(page, { variables: ada });
    const { edges, pageInfo } = at('_entities', 0, 'notifications') as Page;
    expect(edges.map(({ node }) => node)).toEqual([
      {
        id: '2026-03-01T09:30:00.001Z~n1',
        type: 'PROMOTION',
        title: 'Title 1',
        body: 'Body',
        readAt: '2026-03-01T09:30:00.000Z',
        createdAt: '2026-03-01T09:30:00.001Z',
        order: null,
      },
      expect.objectContaining({ id: '2026-03-01T09:30:00.000Z~n0', readAt: null }),
    ]);
    expect(pageInfo).toEqual({ hasNextPage: false, endCursor: edges[1]?.cursor });
  });

  test('are gone after ninety days', async () => {
    const graph = await graphWithNotifications(1);
    graph.clock.advance(90 * dayMs);
    const { at } = await graph.ask(page, { variables: ada });
    expect(at('_entities', 0, 'notifications')).toEqual({
      edges: [],
      pageInfo: { hasNextPage: false, endCursor: null },
    });
  });

  test.each([
    [{ first: 0 }, 'first must be from 1 to 100; got 0.'],
    [{ first: -1 }, 'first must be from 1 to 100; got -1.'],
    [{ first: 101 }, 'first must be from 1 to 100; got 101.'],
    [{ after: 'nonsense' }, 'after must be a cursor that this field gave out; got "nonsense".'],
    [
      { after: Buffer.from('"1000001"').toString('base64url') },
      'after must be a cursor that this field gave out; got "IjEwMDAwMDEi".',
    ],
    [{ after: 'x'.repeat(10_000) }, `after must be a cursor that this field gave out; got "${'x'.repeat(56)}….`],
  ])('are refused for %j', async (given, message) => {
    const graph = await graphWithNotifications(1);
    const { data, errors } = await graph.ask(page, { variables: { ...ada, ...given } });
    expect(data).toEqual({ _entities: [{ notifications: null }] });
    expect(errors).toEqual([{ message, code: 'BAD_USER_INPUT', path: ['_entities', 0, 'notifications'] }]);
    expect(graph.calls).toEqual([]);
  });
});

test('The sessions of a customer come newest first, and go after a day', async () => {
  const graph = await createTestGraph(engine);
  const sessions = entities('... on Customer { sessions { id userAgent startedAt expiresAt } }');
  const start = (id: string, userAgent: string | null) =>
    graph.stores.sessions.start({ id, customerId: '1000001', userAgent, startedAt: graph.clock.now() });
  await start('phone', null);
  graph.clock.advance(hourMs);
  await start('laptop', 'Firefox');
  const laptop = {
    id: 'laptop',
    userAgent: 'Firefox',
    startedAt: '2026-03-01T10:30:00.000Z',
    expiresAt: '2026-03-02T10:30:00.000Z',
  };
  const { at } = await graph.ask(sessions, { variables: ada });
  expect(at('_entities', 0, 'sessions')).toEqual([
    laptop,
    { id: 'phone', userAgent: null, startedAt: '2026-03-01T09:30:00.000Z', expiresAt: '2026-03-02T09:30:00.000Z' },
  ]);
  graph.clock.advance(23 * hourMs);
  expect((await graph.ask(sessions, { variables: ada })).at('_entities', 0, 'sessions')).toEqual([laptop]);
});
