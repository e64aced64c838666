import { afterEach, describe, expect, test } from '@jest/globals';
import { createInvalidationHub } from '@mosaico/entity-cache';
import type { SubgraphExecutor } from '@mosaico/service';
import { startGateway, tokenOf, type RunningGateway } from '../start-gateway.ts';

const policy = { Product: { maxAge: 60 }, 'Query.whoAsks': { maxAge: 60 } };
const products = '{ products(first: 2) { name } }';

describe('a question by GET that anybody may ask', () => {
  let running: RunningGateway | undefined;
  afterEach(async () => {
    await running?.close();
    running = undefined;
  });

  async function start() {
    const hub = createInvalidationHub();
    const shop = hub.open();
    const asked: string[] = [];
    const counting =
      (execute: SubgraphExecutor): SubgraphExecutor =>
      (request) => {
        asked.push(request.query);
        return execute(request);
      };
    const { gateway, close } = (running = await startGateway({
      responseCache: { policy, changes: hub.open() },
      wrap: (executors) => Object.fromEntries(Object.entries(executors).map(([name, one]) => [name, counting(one)])),
    }));
    const get = async (query: string, headers: Record<string, string> = {}, extra = '') => {
      const response = await fetch(`${gateway.url}/graphql?query=${encodeURIComponent(query)}${extra}`, {
        headers: { 'apollo-require-preflight': 'true', ...headers },
      });
      return { status: response.status, headers: response.headers, text: await response.text() };
    };
    return { get, asked, shop, close, url: gateway.url };
  }

  test('is answered once and then from memory, the same bytes, with how long anybody may keep them', async () => {
    const { get, asked } = await start();
    const [first, again] = [await get(products), await get(products)];
    expect(asked).toHaveLength(1);
    expect(first).toMatchObject({
      status: 200,
      text: '{"data":{"products":[{"name":"French press"},{"name":"Kettle"}]}}\n',
    });
    expect(again.text).toBe(first.text);
    for (const name of ['content-type', 'etag', 'vary']) expect(again.headers.get(name)).toBe(first.headers.get(name));
    expect(first.headers.get('cache-control')).toBe('public, max-age=60');
    expect(again.headers.get('cache-control')).toMatch(/^public, max-age=(60|59|58|57|5\d)$/);
  });

  test('carries from memory the headers that the first answer had, and each an id of its own or the one it brought', async () => {
    const { get } = await start();
    const named = { 'x-request-id': 'mine' };
    const [first, again] = [await get(products, named), await get(products, named)];
    const headersOf = ({ headers }: { headers: Headers }, ...without: readonly string[]) =>
      Object.fromEntries([...headers].filter(([name]) => !['date', 'cache-control', ...without].includes(name)));
    expect(headersOf(again)).toEqual(headersOf(first));
    expect(again.headers.get('x-request-id')).toBe('mine');
    const ids = [await get(products), await get(products), await get(products, { 'x-request-id': 'not sane' })];
    expect(new Set(ids.map(({ headers }) => headers.get('x-request-id'))).size).toBe(3);
    const etag = first.headers.get('etag') ?? '';
    const unchanged = await get(products, { 'if-none-match': etag, ...named });
    expect(headersOf(unchanged)).toEqual(headersOf(first, 'content-type', 'content-length'));
  });

  test('is a 304 without a body for who has the answer already, and whole for who has another', async () => {
    const { get, asked } = await start();
    const etag = (await get(products)).headers.get('etag') ?? '';
    for (const condition of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      expect(await get(products, { 'if-none-match': condition })).toMatchObject({ status: 304, text: '' });
    }
    expect(await get(products, { 'if-none-match': '"other"' })).toMatchObject({ status: 200 });
    expect(asked).toHaveLength(1);
  });

  test('is asked anew after a change', async () => {
    const { get, asked, shop } = await start();
    await get(products);
    await shop.publish({ cache: 'catalog-product', ids: ['p1'] });
    await get(products);
    expect(asked).toHaveLength(2);
  });

  test('by its hash is kept as by its text', async () => {
    const { asked, url } = await start();
    const extensions = (hash: string) =>
      encodeURIComponent(JSON.stringify({ persistedQuery: { version: 1, sha256Hash: hash } }));
    const hash = Buffer.from(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(products))).toString('hex');
    const headers = { 'apollo-require-preflight': 'true' };
    const ask = (search: string) => fetch(`${url}/graphql?${search}`, { headers }).then((response) => response.text());
    expect(await ask(`extensions=${extensions(hash)}`)).toContain('PERSISTED_QUERY_NOT_FOUND');
    await ask(`query=${encodeURIComponent(products)}&extensions=${extensions(hash)}`);
    const first = await ask(`extensions=${extensions(hash)}`);
    expect(await ask(`extensions=${extensions(hash)}`)).toBe(first);
    expect(first).toContain('French press');
    expect(asked).toHaveLength(2);
  });

  test('with other variables, or in another media type, is another question', async () => {
    const { get, asked } = await start();
    const query = 'query ($n: Int) { products(first: $n) { name } }';
    const variables = (n: number) => `&variables=${encodeURIComponent(JSON.stringify({ n }))}`;
    expect((await get(query, {}, variables(1))).text).not.toBe((await get(query, {}, variables(2))).text);
    const other = await get(query, { accept: 'application/graphql-response+json' }, variables(1));
    expect(other.headers.get('content-type')).toContain('application/graphql-response+json');
    expect(asked).toHaveLength(3);
  });

  test.each([
    ['that is for who asks', '{ me { id } }', {}],
    ['that says nothing of how long', '{ requestId }', {}],
    ['whose answer has an error', '{ products(first: 1) { broken } }', {}],
  ])('%s is not kept', async (_what, query, headers) => {
    const { get } = await start();
    for (let turn = 0; turn < 2; turn += 1) {
      const answer = await get(query, headers);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.headers.get('etag')).toBeNull();
    }
  });

  test('by somebody who is logged in is neither kept nor answered from what guests got', async () => {
    const { get, asked } = await start();
    await get('{ whoAsks }');
    const token = await tokenOf({ customerId: '1', roles: ['admin'] });
    const answer = await get('{ whoAsks }', { authorization: `Bearer ${token}` });
    expect(answer.text).toContain('admin');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect((await get('{ whoAsks }')).text).not.toContain('admin');
    expect((await get('{ whoAsks }', { authorization: 'Bearer nonsense' })).status).toBe(401);
    expect(asked).toHaveLength(2);
  });

  test('that any page could make a browser send is refused, also when its answer is kept', async () => {
    const { get, url } = await start();
    await get(products);
    const response = await fetch(`${url}/graphql?query=${encodeURIComponent(products)}`);
    expect(response.status).toBe(400);
  });
});
