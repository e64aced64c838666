import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { createMetrics, createSilentLogger } from '@mosaico/service';
import { describeOnEngines, startTcpProxy, waitFor, type TcpProxy } from '@mosaico/testing';
import { createDynamoClient } from '../src/store/dynamo/client.ts';
import { tableNames } from '../src/store/migrations/tables.ts';
import { openCartStores, type CartStores } from '../src/store/open-stores.ts';
import { engines, type TestEngine } from './support/engines.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const unavailable = { message: 'The cart store does not answer.', extensions: { code: 'STORE_UNAVAILABLE' } };
/** Well above the longest limit of a question, 8 s, for a machine that is busy; without one a question would never end. */
const withinMs = 40_000;

/** One question of each kind: by its port, of one key and of many, to read and to write. */
const questions: Record<string, (stores: CartStores, at: Date) => Promise<unknown>> = {
  'carts.linesOf': ({ carts }) => carts.linesOf(['1', '2']),
  'carts.linesAt': ({ carts }) => carts.linesAt([{ customerId: '1', sku: 'A' }]),
  'carts.add': ({ carts }, at) =>
    carts.add({
      ...{ customerId: '1', sku: 'A', productId: 'p', quantity: 1, at },
      ...{ additionId: 'a', maxUnits: 9, maxLines: 9 },
    }),
  'carts.setQuantity': ({ carts }, at) => carts.setQuantity({ customerId: '1', sku: 'A', quantity: 2, at }),
  'carts.remove': ({ carts }) => carts.remove({ customerId: '1', sku: 'A' }),
  'carts.clear': ({ carts }) => carts.clear('1'),
  'carts.putMissing': ({ carts }, at) =>
    carts.putMissing([{ customerId: '1', sku: 'A', productId: 'p', quantity: 1, addedAt: at, updatedAt: at }]),
  'sessions.sessionsOf': ({ sessions }) => sessions.sessionsOf(['1']),
  'sessions.find': ({ sessions }) => sessions.find('s'),
  'sessions.start': ({ sessions }, at) => sessions.start({ id: 's', customerId: '1', userAgent: null, startedAt: at }),
  'notifications.pages': ({ notifications }) =>
    notifications.pages([{ customerId: '1', limit: 5, after: null, unreadOnly: false }]),
  'notifications.markRead': ({ notifications }, at) =>
    notifications.markRead({ customerId: '1', id: `${at.toISOString()}~k`, at }),
  ping: (stores) => stores.ping(),
};

describeOnEngines('a DynamoDB that cannot be reached', engines, ({ start }) => {
  let engine: TestEngine;
  let proxy: TcpProxy;
  beforeAll(async () => {
    engine = await start();
    const { hostname, port } = new URL(engine.endpoint);
    proxy = await startTcpProxy({ host: hostname, port: Number(port) });
  });
  afterEach(async () => {
    proxy.setWeather({});
    proxy.cut();
    await proxy.accept();
  });
  afterAll(async () => {
    await engine.close();
    await proxy.close();
  });
  const open = (metrics = createMetrics()) => engine.open({ endpoint: `http://127.0.0.1:${proxy.port}`, metrics });

  test('that refuses is a coded error of every question, and answers again when it is back', async () => {
    const { stores, clock } = await open();
    await proxy.refuse();
    const refused = await outcomes(stores, clock.now());
    expect(refused).toEqual(Object.fromEntries(Object.keys(questions).map((name) => [name, unavailable])));
    await proxy.accept();
    await waitFor(() => stores.ping().then(() => true), { deadlineMs: 60_000, describe: 'the store to answer' });
    await untilAllAnswer(stores, clock.now());
  });

  test('that swallows everything is a coded error of every question within its limit, and answers again', async () => {
    const { stores, clock } = await open();
    proxy.setWeather({ isBlackhole: true });
    const begun = performance.now();
    const refused = await outcomes(stores, clock.now());
    expect(performance.now() - begun).toBeLessThan(withinMs);
    expect(refused).toEqual(Object.fromEntries(Object.keys(questions).map((name) => [name, unavailable])));
    proxy.setWeather({});
    await untilAllAnswer(stores, clock.now());
  }, 180_000);

  test('whose connection is cut in the midst of a question is asked once more', async () => {
    const { prefix } = await engine.open();
    const connection = createDynamoClient({
      endpoint: `http://127.0.0.1:${proxy.port}`,
      region: 'us-east-1',
      ownCredentials: false,
    });
    ends.push(() => connection.client.destroy());
    const ask = () => connection.client.send(new DescribeTableCommand({ TableName: tableNames(prefix).carts }));
    await ask();
    // One connection: of several that are cut at once, the second attempt could meet one that it does not know to be cut.
    await waitFor(() => connection.pool().idle === 1, { deadlineMs: 60_000, describe: 'an idle connection' });
    proxy.setWeather({ isBlackhole: true });
    const question = ask();
    await waitFor(() => connection.pool().used === 1, {
      deadlineMs: 60_000,
      describe: 'the question to be on its way',
    });
    proxy.setWeather({});
    proxy.cut();
    expect((await question).$metadata).toMatchObject({ attempts: 2, httpStatusCode: 200 });
  });

  test('and that cuts it again is a coded error, and answers the next question', async () => {
    const { stores, clock } = await open();
    await stores.ping();
    proxy.setWeather({ isBlackhole: true });
    const question = stores.carts.setQuantity({ customerId: '1', sku: 'A', quantity: 2, at: clock.now() });
    const outcome = question.then(
      () => 'answered',
      (error: unknown) => error,
    );
    let isSettled = false;
    void outcome.then(() => (isSettled = true));
    await waitFor(
      () => {
        proxy.cut();
        return isSettled;
      },
      { deadlineMs: 60_000, describe: 'the question to be given up' },
    );
    expect(await outcome).toMatchObject(unavailable);
    proxy.setWeather({});
    expect(await stores.carts.linesOf(['1'])).toEqual(new Map([['1', []]]));
  });

  test('at the start stops nothing; the tables are made when it is back', async () => {
    await proxy.refuse();
    const { stores, clock } = await open();
    await expect(stores.ping()).rejects.toMatchObject(unavailable);
    await expect(stores.carts.linesOf(['1'])).rejects.toMatchObject(unavailable);
    await proxy.accept();
    await untilAllAnswer(stores, clock.now());
  });

  test('is left alone after five failures, for a moment, and tells so as a metric', async () => {
    const metrics = createMetrics();
    const { stores } = await open(metrics);
    await stores.ping();
    await proxy.refuse();
    for (let failure = 0; failure < 6; failure++) {
      await expect(stores.carts.linesOf(['1'])).rejects.toMatchObject(unavailable);
    }
    const text = await metrics.text();
    expect(text).toContain('mosaico_store_circuit_open{store="cart"} 1\n');
    expect(text).toMatch(/mosaico_store_call_duration_seconds_count\{.*method="linesOf",outcome="unavailable"\} 6\n/);
  });

  test('keeps no more than sixty-four connections, whatever is asked at once', async () => {
    const metrics = createMetrics();
    const { stores } = await open(metrics);
    proxy.setWeather({ delayMs: 50 });
    const customers = Array.from({ length: 60 }, (_, index) => String(index + 1));
    const asked = Promise.all([1, 2, 3, 4].map(() => stores.carts.linesOf(customers)));
    await waitFor(async () => (await pool(metrics, 'waiting')) > 0, { deadlineMs: 60_000, describe: 'a queue' });
    expect(await pool(metrics, 'used')).toBe(64);
    expect((await asked).map(({ size }) => size)).toEqual([60, 60, 60, 60]);
    await waitFor(() => proxy.connections() <= 64, { deadlineMs: 60_000, describe: 'no more than 64 connections' });
    await waitFor(async () => (await pool(metrics, 'used')) === 0, {
      deadlineMs: 60_000,
      describe: 'sockets to be idle',
    });
    expect(await pool(metrics, 'waiting')).toBe(0);
    expect(await pool(metrics, 'idle')).toBeGreaterThan(0);
  });
});

describe('an answer that begins and never ends', () => {
  test('is a coded error', async () => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"Table'));
    });
    const endpoint = await listening(server);
    const stores = await openCartStores({
      config: { DATA_DIR: 'not used', DYNAMODB_URL: endpoint, DYNAMODB_TABLE_PREFIX: '' },
      logger: createSilentLogger(),
    });
    ends.push(() => stores.close());
    await expect(stores.carts.linesOf(['1'])).rejects.toMatchObject(unavailable);
  }, 180_000);

  async function listening(server: Server): Promise<string> {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    ends.push(() => server.close());
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }
});

/** What each question ends with, all asked at once. */
async function outcomes(stores: CartStores, at: Date): Promise<Record<string, unknown>> {
  const asked = Object.entries(questions).map(async ([name, ask]) => {
    try {
      return [name, await ask(stores, at)] as const;
    } catch (error) {
      const { message, extensions } = error as { message: string; extensions?: unknown };
      return [name, { message, extensions }] as const;
    }
  });
  return Object.fromEntries(await Promise.all(asked));
}

async function untilAllAnswer(stores: CartStores, at: Date): Promise<void> {
  await waitFor(
    async () => {
      for (const ask of Object.values(questions)) await ask(stores, at);
      return true;
    },
    { deadlineMs: 60_000, describe: 'every question to be answered' },
  );
}

async function pool(metrics: ReturnType<typeof createMetrics>, state: string): Promise<number> {
  const [, count] = new RegExp(`mosaico_store_pool_connections\\{store="cart",state="${state}"\\} (\\d+)`).exec(
    await metrics.text(),
  ) ?? ['', '-1'];
  return Number(count);
}
