import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ListTablesCommand,
  PutItemCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { startDynalite } from '@mosaico/embedded';
import { createMetrics, createSilentLogger } from '@mosaico/service';
import { startTcpProxy, waitFor } from '@mosaico/testing';
import { tableNames } from '../src/store/migrations/tables.ts';
import { openCartStores, type CartStores } from '../src/store/open-stores.ts';
import { createClock, createFolder, dayMs, startEmbedded, type TestEngine } from './support/engines.ts';
import { createTestBus } from './support/outbox.ts';

const logger = createSilentLogger();
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

function folder(): string {
  const path = createFolder();
  ends.push(() => rmSync(path, { recursive: true }));
  return path;
}

describe('the embedded stores', () => {
  const start = (path: string, now = createClock().now) =>
    openCartStores({ config: { DATA_DIR: path, DYNAMODB_TABLE_PREFIX: '' }, logger, now });

  test('keep what was written over a restart', async () => {
    const path = folder();
    const at = createClock().now();
    const session = { id: 's', customerId: '1', userAgent: null, startedAt: at };
    const first = await start(path);
    expect(first.engine).toBe('embedded DynamoDB (dynalite)');
    await first.sessions.start(session);
    await first.close();

    const second = await start(path);
    ends.push(() => second.close());
    await second.ping();
    expect(await second.sessions.find('s')).toMatchObject(session);
  });

  test('open a folder of a release that announced nothing, and announce from then on what changes, over a kill as well', async () => {
    const path = folder();
    const { now } = createClock();
    const { carts, sessions, notifications } = tableNames('');
    await withDynalite(path, async (client) => {
      await makeTable(client, carts, ['user_id', 'sku']);
      await makeTable(client, sessions, ['user_id', 'session_timestamp'], 'session_id');
      await makeTable(client, notifications, ['user_id', 'notification_id']);
      const times = { added_at: { S: now().toISOString() }, updated_at: { S: now().toISOString() } };
      const line = { user_id: { S: '1' }, sku: { S: 'OLD' }, product_id: { S: 'p' }, quantity: { N: '3' }, ...times };
      await client.send(new PutItemCommand({ TableName: carts, Item: { ...line, expires_at: { N: '9999999999' } } }));
    });
    const addition = { productId: 'p', quantity: 1, at: now(), maxUnits: 9, maxLines: 9 };
    const first = await start(path);
    expect(await relayed(first)).toEqual([]);
    await first.carts.add({ ...addition, customerId: '1', sku: 'NEW', additionId: 'a' });
    expect(await relayed(first)).toEqual(['1: NEW×1, OLD×3']);
    await first.carts.add({ ...addition, customerId: '2', sku: 'LEFT', additionId: 'b' });
    await first.sessions.start({ id: 's', customerId: '2', userAgent: null, startedAt: now() });
    await first.close();

    const second = await start(path);
    ends.push(() => second.close());
    expect(await second.outbox.backlog()).toEqual({ events: 2, oldest: now() });
    expect(await relayed(second)).toEqual(['2: LEFT×1', 'session s of 2']);
    expect(await second.outbox.backlog()).toEqual({ events: 0, oldest: null });
  });

  test('belong to one process', async () => {
    const path = folder();
    const first = await start(path);
    ends.push(() => first.close());
    await expect(start(path)).rejects.toMatchObject({ code: 'DATA_FOLDER_IN_USE' });
  });
});

describe('stores on an engine without TTL', () => {
  let engine: TestEngine;
  beforeAll(async () => {
    engine = await startEmbedded();
  });
  afterAll(() => engine.close());

  test('delete at their start what has expired, and nothing else', async () => {
    const { stores, clock, prefix } = await engine.open();
    const names = tableNames(prefix);
    const line = (sku: string) => ({
      ...{ customerId: '1', sku, productId: 'p', quantity: 1, addedAt: clock.now(), updatedAt: clock.now() },
    });
    await stores.carts.putMissing(Array.from({ length: 30 }, (_, index) => line(`old-${index}`)));
    await stores.sessions.start({ id: 's', customerId: '1', userAgent: null, startedAt: clock.now() });
    const remains = { queue: { S: 'heads' }, position: { S: 'cart:1' }, expires_at: { N: '1' } };
    await engine.client.send(new PutItemCommand({ TableName: names.outbox, Item: remains }));
    clock.advance(30 * dayMs);
    await stores.carts.putMissing([line('new')]);
    const again = await openCartStores({ config: engine.config(prefix), logger, now: clock.now });
    ends.push(() => again.close());
    const count = async (TableName: string) => (await engine.client.send(new ScanCommand({ TableName }))).Count;
    const counts = async () =>
      (await Promise.all([names.carts, names.sessions, names.outbox].map(count))).join() === '1,0,0';
    await waitFor(counts, { deadlineMs: 60_000, describe: 'the expired items to be deleted' });
    expect((await again.carts.linesOf(['1'])).get('1')).toEqual([line('new')]);
  });
});

/** What an outbox has to say, as `told`. */
async function relayed({ outbox }: CartStores): Promise<string[]> {
  const bus = createTestBus();
  while ((await outbox.relay(bus.publish)).taken > 0);
  return bus.take();
}

/** Runs the embedded engine alone over the folder of the embedded stores. */
async function withDynalite(path: string, work: (client: DynamoDBClient) => Promise<void>): Promise<void> {
  const server = await startDynalite({ path: join(path, 'cart') });
  const credentials = { accessKeyId: 'mosaico', secretAccessKey: 'mosaico' };
  const client = new DynamoDBClient({ endpoint: server.endpoint, region: 'us-east-1', credentials });
  await work(client);
  client.destroy();
  await server.stop();
}

/** A table as the release before the outbox made it. */
async function makeTable(
  client: DynamoDBClient,
  TableName: string,
  key: readonly [string, string],
  indexed?: string,
): Promise<void> {
  const attributes = indexed === undefined ? key : [...key, indexed];
  const index = (attribute: string) => ({
    IndexName: `${attribute}_index`,
    KeySchema: [{ AttributeName: attribute, KeyType: 'HASH' as const }],
    Projection: { ProjectionType: 'KEYS_ONLY' as const },
  });
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: key[0], KeyType: 'HASH' },
        { AttributeName: key[1], KeyType: 'RANGE' },
      ],
      AttributeDefinitions: attributes.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      ...(indexed === undefined ? {} : { GlobalSecondaryIndexes: [index(indexed)] }),
    }),
  );
  const isActive = async () =>
    (await client.send(new DescribeTableCommand({ TableName }))).Table?.TableStatus === 'ACTIVE';
  await waitFor(isActive, { deadlineMs: 60_000, describe: 'the table' });
}

test('stores whose tables are not as they must be do not open, and say why', async () => {
  const engine = await startEmbedded();
  ends.push(() => engine.close());
  const prefix = engine.newPrefix();
  await engine.client.send(
    new CreateTableCommand({
      TableName: tableNames(prefix).carts,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'cart', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'cart', AttributeType: 'S' }],
    }),
  );
  const metrics = createMetrics();
  const opening = openCartStores({ config: engine.config(prefix), logger, metrics });
  await expect(opening).rejects.toThrow('must have the key (user_id S, sku S); it has the key (cart S).');
  expect(await metrics.text()).not.toContain('mosaico_store_pool_connections{');
});

test('stores that are closed while their DynamoDB is away are closed at once, and make no tables later', async () => {
  const engine = await startEmbedded();
  ends.push(() => engine.close());
  const { hostname, port } = new URL(engine.endpoint);
  const proxy = await startTcpProxy({ host: hostname, port: Number(port) });
  ends.push(() => proxy.close());
  await proxy.refuse();
  const { stores, prefix } = await engine.open({ endpoint: `http://127.0.0.1:${proxy.port}` });
  await expect(stores.ping()).rejects.toMatchObject({ extensions: { code: 'STORE_UNAVAILABLE' } });
  await stores.close();
  await proxy.accept();
  const { TableNames = [] } = await engine.client.send(new ListTablesCommand({}));
  expect(TableNames.filter((name) => name.startsWith(prefix))).toEqual([]);
});
