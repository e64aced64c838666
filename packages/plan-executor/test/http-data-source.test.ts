import { afterEach, describe, expect, test } from '@jest/globals';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { HttpDataSource, type HttpDataSourceOptions } from '../src/index.ts';

type Options = Parameters<HttpDataSource['process']>[0];
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** A server whose answers a test writes, and a data source that asks it. */
async function serve(
  answer: (request: IncomingMessage, response: ServerResponse, body: string) => void,
  options: Partial<HttpDataSourceOptions> = {},
) {
  const server: Server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => answer(request, response, body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const source = new HttpDataSource({ url: `http://127.0.0.1:${port}/graphql?v=1`, ...options });
  closers.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await source.close();
  });
  return source;
}

const ask = (source: HttpDataSource, query = '{ a }', extra: object = {}) =>
  source.process({ request: { query, variables: {} }, context: {}, ...extra } as unknown as Options);
const json = (response: ServerResponse, value: unknown) =>
  response.setHeader('content-type', 'application/json').end(JSON.stringify(value));
const unavailable = { message: 'A subgraph does not answer.', extensions: { code: 'SUBGRAPH_UNAVAILABLE' } };

describe('a subgraph over HTTP', () => {
  test('is asked by POST at its path, with the headers of the request', async () => {
    const seen: unknown[] = [];
    const source = await serve(
      ({ method, url, headers }, response, body) => {
        seen.push([method, url, headers['x-who'], JSON.parse(body)]);
        json(response, { data: { a: 1 } });
      },
      { headers: () => Promise.resolve({ 'x-who': 'ada' }) },
    );
    expect(await ask(source)).toEqual({ data: { a: 1 } });
    expect(seen).toEqual([['POST', '/graphql?v=1', 'ada', { query: '{ a }', variables: {} }]]);
  });

  test('that breaks the connection is asked a query once more, on a fresh one, and a mutation never', async () => {
    let requests = 0;
    const source = await serve(({ socket }, response, body) => {
      requests += 1;
      if (requests === 1 || body.includes('mutation')) socket.destroy();
      else json(response, { data: { a: requests } });
    });
    expect(await ask(source)).toEqual({ data: { a: 2 } });
    await expect(ask(source, 'mutation { a }')).rejects.toMatchObject(unavailable);
    expect(requests).toBe(3);
  });

  test('that breaks it twice does not answer', async () => {
    let requests = 0;
    const source = await serve(({ socket }) => {
      requests += 1;
      socket.destroy();
    });
    await expect(ask(source)).rejects.toMatchObject(unavailable);
    expect(requests).toBe(2);
  });

  test.each([
    ['its own deadline', { timeoutMs: 100 }, {}],
    ["the operation's deadline", {}, { deadlineAt: performance.now() }],
  ])('that does not answer before %s is given up', async (_what, options, extra) => {
    const source = await serve(() => undefined, options);
    await expect(ask(source, '{ a }', extra)).rejects.toMatchObject(unavailable);
  });

  test.each([
    ['a page', (response: ServerResponse) => response.writeHead(502, { 'content-type': 'text/html' }).end('<p>no</p>')],
    ['JSON of something else', (response: ServerResponse) => json(response, { status: 'ok' })],
    ['no JSON', (response: ServerResponse) => response.setHeader('content-type', 'application/json').end('{')],
    ['too much', (response: ServerResponse) => json(response, { data: { a: 'x'.repeat(2_000) } })],
  ])('that answers with %s does not answer, and its address is told to nobody', async (_what, answer) => {
    const source = await serve((_request, response) => void answer(response), { maxResponseBytes: 1_000 });
    const error = await ask(source).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject(unavailable);
    expect(JSON.stringify(error)).not.toContain('127.0.0.1');
  });

  test.each([
    ['br', brotliCompressSync],
    ['gzip', gzipSync],
  ])('may answer compressed by %s, up to the size it may have uncompressed', async (encoding, compress) => {
    const source = await serve(
      ({ headers }, response, body) => {
        expect(headers['accept-encoding']).toContain(encoding);
        const length = body.includes('large') ? 2_000_000 : 5;
        response.writeHead(200, { 'content-encoding': encoding, 'content-type': 'application/json' });
        response.end(compress(JSON.stringify({ data: { a: 'x'.repeat(length) } })));
      },
      { compression: true, maxResponseBytes: 100_000 },
    );
    expect(await ask(source)).toEqual({ data: { a: 'xxxxx' } });
    await expect(ask(source, '{ large }')).rejects.toMatchObject(unavailable);
  });

  test('is asked equal queries of one asker in flight once, and each asker gets data of its own', async () => {
    let requests = 0;
    const arrived = Promise.withResolvers<undefined>();
    const source = await serve(
      (_request, response) => {
        requests += 1;
        if (requests === 3) arrived.resolve(undefined);
        void arrived.promise.then(() => json(response, { data: { a: {} } }));
      },
      { shareKey: ({ context }) => (context as { who: string | null }).who },
    );
    const answers = await Promise.all(
      ['ada', 'ada', 'grace', null].map((who) => ask(source, '{ a }', { context: { who } })),
    );
    expect(requests).toBe(3);
    expect(answers).toEqual(Array.from({ length: 4 }, () => ({ data: { a: {} } })));
    expect(answers[0]?.data?.['a']).not.toBe(answers[1]?.data?.['a']);
  });
});
