import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createHttpServer, createSilentLogger, storeUnavailable } from '../src/index.ts';
import { addWebhooks, forwardWebhooks, type WebhookRequest, type Webhooks } from '../src/webhooks.ts';

const logger = createSilentLogger();
const path = '/webhooks/payments';
const door = `POST ${path}` as const;

/** A server with webhooks on a free port. */
async function serve(webhooks: Webhooks): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createHttpServer({ logger, health: () => Promise.resolve([]) });
  addWebhooks(server, { webhooks, logger });
  const origin = await server.listen({ host: '127.0.0.1', port: 0 });
  return { url: `${origin}${path}`, close: () => server.close() };
}

describe('a webhook', () => {
  let heard: WebhookRequest[];
  let failure: Error | null;
  let server: Awaited<ReturnType<typeof serve>>;
  beforeEach(async () => {
    heard = [];
    failure = null;
    server = await serve({
      [door]: (request) => {
        heard.push(request);
        return failure === null ? Promise.resolve({ status: 202, body: { heard: true } }) : Promise.reject(failure);
      },
    });
  });
  afterEach(() => server.close());

  const send = (url: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
    fetch(url, { method: 'POST', body, headers });

  test('gets the bytes as they were sent, whatever they claim to be', async () => {
    const bodies = ['{ "b":1,\n "a" : "é" }', 'no JSON', ''];
    for (const body of bodies) {
      const response = await send(server.url, body, { 'content-type': 'application/json', 'x-signature': 'of it' });
      expect([response.status, await response.json()]).toEqual([202, { heard: true }]);
    }
    expect(heard.map(({ body }) => body.toString('utf8'))).toEqual(bodies);
    expect(heard[0]?.headers).toMatchObject({ 'content-type': 'application/json', 'x-signature': 'of it' });
  });

  test('gets no body above its limit', async () => {
    expect((await send(server.url, new Uint8Array(262_144))).status).toBe(202);
    expect((await send(server.url, new Uint8Array(262_145))).status).toBe(413);
    expect(heard).toHaveLength(1);
  });

  test('that fails is to be sent again, and tells nothing of why', async () => {
    const failures: [Error, number][] = [
      [new Error('the password is secret'), 500],
      [storeUnavailable('orders', new Error('at 10.0.0.1')), 503],
    ];
    for (const [each, status] of failures) {
      failure = each;
      const response = await send(server.url, '{}');
      expect([response.status, await response.json()]).toEqual([
        status,
        { message: 'This was not followed. Send it again later.' },
      ]);
    }
  });

  test('is answered by another process where it is forwarded to one: its bytes and its signature go there, and no login', async () => {
    const front = await serve(forwardWebhooks([door], { origin: server.url, timeoutMs: 60_000 }));
    const headers = { 'stripe-signature': 't=1', authorization: 'Bearer x', 'x-mosaico-identity': 'forged' };
    const response = await send(front.url, '{ "a":1 }', headers);
    expect([response.status, await response.json()]).toEqual([202, { heard: true }]);
    expect(heard[0]?.body.toString('utf8')).toBe('{ "a":1 }');
    expect(heard[0]?.headers['stripe-signature']).toBe('t=1');
    expect(heard[0]?.headers).not.toHaveProperty('authorization');
    expect(heard[0]?.headers).not.toHaveProperty('x-mosaico-identity');
    await front.close();
  });

  test('whose other process is away is to be sent again', async () => {
    const front = await serve(forwardWebhooks([door], { origin: 'http://127.0.0.1:1', timeoutMs: 60_000 }));
    expect((await send(front.url, '{}')).status).toBe(503);
    await front.close();
  });

  test('may be a page, which loads nothing and sends its forms home, from here or from another process', async () => {
    const page = 'GET /webhooks/payments';
    const asked: Readonly<Record<string, string>>[] = [];
    const back = await serve({
      [page]: ({ query }) => {
        asked.push(query);
        return Promise.resolve({ status: 200, body: '<!doctype html><title>é</title>' });
      },
    });
    const front = await serve(forwardWebhooks([page], { origin: back.url, timeoutMs: 60_000 }));
    for (const { url } of [back, front]) {
      const response = await fetch(`${url}?payment=a%26b`);
      expect([response.status, await response.text()]).toEqual([200, '<!doctype html><title>é</title>']);
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(response.headers.get('content-security-policy')).toBe(
        "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
      );
    }
    expect(asked).toEqual([{ payment: 'a&b' }, { payment: 'a&b' }]);
    await front.close();
    await back.close();
  });
});
