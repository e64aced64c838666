import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { afterEach, beforeAll, afterAll, describe, expect, test } from '@jest/globals';
import { createMetrics, createSilentLogger } from '@mosaico/service';
import { canStart, startTcpProxy, waitFor, type TcpProxy } from '@mosaico/testing';
import { openEventsStores, type EventsStores } from '../src/index.ts';
import { openTestKeyspace, realCassandra, targetOf, urlOf } from './support/cassandra.ts';
import { auditEntry, historicalOrder, newCustomer, newEventType, newNumericId, userEvent } from './support/events.ts';

const unavailable = { message: 'The events store does not answer.', extensions: { code: 'STORE_UNAVAILABLE' } };
/** Well above the limit of a question, 8 s, for a machine that is busy; without one it would never end. */
const limitMs = 40_000;
/** For a machine that is busy; how soon all is whole is what `npm run bench faults` measures. */
const backMs = 60_000;

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

async function open(url: string) {
  const metrics = createMetrics();
  const stores = await openEventsStores({
    config: { DATA_DIR: '', CASSANDRA_URL: url },
    logger: createSilentLogger(),
    metrics,
  });
  closers.push(() => stores.close());
  return { stores, metrics };
}

/** Every question of every port. */
function questions(stores: EventsStores): (() => Promise<unknown>)[] {
  const page = { limit: 1, after: null };
  return [
    () => stores.userEvents.append([userEvent({ visitor: newCustomer() })]),
    () => stores.userEvents.pagesOf([{ visitor: newCustomer(), ...page }]),
    () => stores.auditLog.append([auditEntry({ entity: { type: 'order', id: newNumericId() } })]),
    () => stores.auditLog.pagesOf([{ entity: { type: 'order', id: '1' }, ...page }]),
    () => stores.metrics.points({ name: 'x', resolution: 'DAY', from: new Date(0), to: new Date(1) }),
    () => stores.orderHistory.put([historicalOrder({ customerId: newNumericId() })]),
    () => stores.orderHistory.pagesOf([{ customerId: '1', ...page }]),
    () => stores.ping(),
  ];
}

async function expectUnavailable(ask: () => Promise<unknown>): Promise<void> {
  const began = performance.now();
  await expect(ask()).rejects.toMatchObject(unavailable);
  expect(performance.now() - began).toBeLessThan(limitMs);
}

describe('where no Cassandra answers, the stores open, and each question has a coded error within its limit', () => {
  async function listen(greet: (socket: Socket) => void) {
    const server = createServer(greet);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return { server, url: `cassandra://127.0.0.1:${(server.address() as AddressInfo).port}/nowhere?rf=1` };
  }

  test('when nothing listens', async () => {
    const { server, url } = await listen(() => undefined);
    server.close();
    await once(server, 'close');
    const { stores } = await open(url);
    for (const ask of questions(stores)) await expectUnavailable(ask);
  });

  test('when what listens never says a word', async () => {
    const sockets: Socket[] = [];
    const { server, url } = await listen((socket) => void sockets.push(socket.on('error', () => undefined)));
    closers.push(async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    });
    const { stores } = await open(url);
    await Promise.all(questions(stores).map(expectUnavailable));
  }, 180_000);
});

describe('behind a network that fails, the stores on Cassandra', () => {
  if (!canStart('cassandra')) return;
  let own: Awaited<ReturnType<typeof openTestKeyspace>>;
  beforeAll(async () => {
    own = await openTestKeyspace();
  }, 180_000);
  afterAll(() => own.remove(), 180_000);

  async function proxied(): Promise<{ proxy: TcpProxy; url: string }> {
    const { contactPoints, port } = targetOf(realCassandra());
    const proxy = await startTcpProxy({ host: contactPoints[0] ?? '', port });
    closers.push(() => proxy.close());
    return { proxy, url: urlOf(own.url, { keyspace: own.keyspace, port: proxy.port }) };
  }
  /** Waits until every question is answered. */
  const isBack = (stores: EventsStores) =>
    waitFor(() => Promise.all(questions(stores).map((ask) => ask())).then(() => true), {
      deadlineMs: backMs,
      describe: 'the stores to answer again',
    });

  test('join a server that was not there when they were opened', async () => {
    const { proxy, url } = await proxied();
    await proxy.refuse();
    const { stores } = await open(url);
    for (const ask of questions(stores)) await expectUnavailable(ask);
    await proxy.accept();
    await isBack(stores);
    const event = userEvent({ visitor: newCustomer() });
    expect(await stores.userEvents.append([event])).toEqual({ recorded: 1, duplicates: 0 });
    const page = { visitor: event.visitor, limit: 2, after: null };
    expect(await own.stores.userEvents.pagesOf([page])).toEqual([[event]]);
  }, 180_000);

  test('refuse while it refuses, and are whole when it is back, as often as that happens, with no connection left over', async () => {
    const { proxy, url } = await proxied();
    const { stores, metrics } = await open(url);
    for (let loss = 0; loss < 4; loss += 1) {
      await proxy.refuse();
      for (const ask of questions(stores)) await expectUnavailable(ask);
      await proxy.accept();
      await isBack(stores);
    }
    for (let loss = 0; loss < 4; loss += 1) {
      proxy.cut();
      await isBack(stores);
    }
    await waitFor(() => proxy.connections() === 2, { deadlineMs: 60_000, describe: 'the two connections' });
    const pool = (await metrics.text()).split('\n').filter((line) => line.startsWith('mosaico_store_pool'));
    expect(pool.map((line) => Number(line.split(' ')[1])).reduce((sum, count) => sum + count)).toBe(2);
    await stores.close();
    await waitFor(() => proxy.connections() === 0, { deadlineMs: 60_000, describe: 'no connection' });
  }, 180_000);

  test('refuse within the limit what a silent network swallows, and are whole when it speaks', async () => {
    const { proxy, url } = await proxied();
    const { stores } = await open(url);
    for (let loss = 0; loss < 2; loss += 1) {
      proxy.setWeather({ isBlackhole: true });
      await Promise.all(questions(stores).map(expectUnavailable));
      proxy.setWeather({});
      await isBack(stores);
    }
    await waitFor(() => proxy.connections() === 2, { deadlineMs: 60_000, describe: 'the two connections' });
  }, 180_000);

  test('tell of an event whose writing was cut that it failed, and record it once when it is sent again', async () => {
    const { proxy, url } = await proxied();
    const { stores } = await open(url);
    const type = newEventType();
    const events = Array.from({ length: 40 }, () => userEvent({ visitor: newCustomer(), type, value: 1 }));
    proxy.setWeather({ delayMs: 40 });
    const writing = stores.userEvents.append(events);
    const outcome = expect(writing).rejects.toMatchObject(unavailable);
    // Claims have been made by then, and few of the events are finished: each takes four turns of 80 ms.
    const [first] = events;
    const claim = `SELECT writer FROM ${own.keyspace}.user_event_ids WHERE event_id = '${first?.id}' ALLOW FILTERING`;
    const isClaimed = async () => (await own.client.execute(claim)).rows.length > 0;
    await waitFor(isClaimed, { deadlineMs: 60_000, describe: 'the first claim' });
    proxy.cut();
    await outcome;
    proxy.setWeather({});
    await isBack(stores);
    const { recorded, duplicates } = await stores.userEvents.append(events);
    expect(recorded + duplicates).toBe(40);
    const range = { name: type, resolution: 'DAY', from: new Date('2026-03-01'), to: new Date('2026-03-02') } as const;
    expect(await stores.metrics.points(range)).toEqual([{ at: range.from, count: 40, sum: 40 }]);
    const page = { limit: 2, after: null };
    expect(await stores.userEvents.pagesOf(events.map(({ visitor }) => ({ visitor, ...page })))).toEqual(
      events.map((event) => [event]),
    );
  }, 180_000);

  test('answer late what a slow network brings late', async () => {
    const { proxy, url } = await proxied();
    const { stores } = await open(url);
    proxy.setWeather({ delayMs: 300 });
    const event = userEvent({ visitor: newCustomer() });
    expect(await stores.userEvents.append([event])).toEqual({ recorded: 1, duplicates: 0 });
    expect(await stores.userEvents.pagesOf([{ visitor: event.visitor, limit: 2, after: null }])).toEqual([[event]]);
  }, 180_000);
});
