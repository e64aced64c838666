import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startGateway, type RunningGateway } from './start-gateway.ts';

describe('over HTTP', () => {
  let running: RunningGateway;
  beforeAll(async () => {
    running = await startGateway();
  });
  afterAll(() => running.close());

  const at = (path: string, init: RequestInit = {}) => fetch(`${running.gateway.url}${path}`, init);
  const post = (body: string, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
    at('/graphql', { method: 'POST', headers, body });
  const json = { 'content-type': 'application/json' };

  test('a query may come by GET and a mutation may not', async () => {
    const query = await at('/graphql?query={whoAsks}', { headers: json });
    expect(query.status).toBe(200);
    expect(await query.json()).toEqual({ data: { whoAsks: expect.any(String) } });
    const mutation = await at(
      `/graphql?query=${encodeURIComponent('mutation { rename(id: "p1", name: "x") { id } }')}`,
      { headers: json },
    );
    expect(mutation.status).toBe(405);
    expect(mutation.headers.get('allow')).toBe('POST');
  });

  test('a request that any page could make a browser send is refused', async () => {
    for (const response of [
      await at('/graphql?query={whoAsks}'),
      await post('{"query":"{ whoAsks }"}', { 'content-type': 'text/plain' }),
    ]) {
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({
        errors: [{ message: expect.stringContaining('CSRF'), extensions: { code: 'BAD_REQUEST' } }],
      });
    }
  });

  test.each([
    ['several operations at once', '[{"query":"{ whoAsks }"}]', 400],
    ['a body that is no JSON', '{"query":', 400],
    ['an empty body', '', 400],
    ['a body without a query', '{}', 400],
    ['a query that is no text', '{"query":1}', 400],
    ['variables that are no object', '{"query":"{ whoAsks }","variables":"x"}', 400],
    ['a body over one megabyte', `{"query":"${' '.repeat(1_048_577)}"}`, 413],
  ])('%s is refused with an error that GraphQL clients can read', async (_what, body, status) => {
    const response = await post(body);
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({
      errors: [{ message: expect.any(String), extensions: { code: 'BAD_REQUEST' } }],
    });
  });

  test('an address that is not there says where the graph is', async () => {
    const response = await at('/nothing');
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({
      errors: [
        { message: 'There is nothing at GET /nothing; the graph is at /graphql.', extensions: { code: 'NOT_FOUND' } },
      ],
    });
    expect((await at('/graphql', { method: 'DELETE' })).status).toBe(404);
  });

  test('every answer says what a browser may do with it', async () => {
    for (const path of ['/', '/schema', '/schema.graphql', '/health/live', '/nothing', '/graphql?query={whoAsks}']) {
      const { headers } = await at(path);
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('content-security-policy')).not.toContain('unsafe');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
    }
  });

  test('an answer is not kept by caches', async () => {
    expect((await post('{"query":"{ whoAsks }"}')).headers.get('cache-control')).toBe('no-store');
  });

  test('a persisted query is sent once and then by its hash alone', async () => {
    const query = '{ products(first: 1) { id } }';
    const sha256Hash = createHash('sha256').update(query).digest('hex');
    const extensions = { persistedQuery: { version: 1, sha256Hash } };
    expect(await (await post(JSON.stringify({ extensions }))).json()).toMatchObject({
      errors: [{ extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }],
    });
    await post(JSON.stringify({ query, extensions }));
    expect(await (await post(JSON.stringify({ extensions }))).json()).toEqual({ data: { products: [{ id: 'p1' }] } });
  });
});

test('Closing answers what is in flight, and takes nothing new', async () => {
  const arrived = Promise.withResolvers<undefined>();
  const goOn = Promise.withResolvers<undefined>();
  const running = await startGateway({
    wrap: ({ people }) => ({
      people: async (request) => {
        arrived.resolve(undefined);
        await goOn.promise;
        if (!people) throw new Error('The tiny shop has people.');
        return people(request);
      },
    }),
  });
  const asked = running.ask('{ whoAsks }');
  await arrived.promise;
  const closed = running.close();
  // Until the port is closed, a request that still comes in is turned away.
  const late = await fetch(`${running.gateway.url}/health/live`).then(
    ({ status }) => status,
    () => 'refused',
  );
  goOn.resolve(undefined);
  expect([503, 'refused']).toContain(late);
  expect((await asked).body).toEqual({ data: { whoAsks: expect.any(String) } });
  await closed;
});
