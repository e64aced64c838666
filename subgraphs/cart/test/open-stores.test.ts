import { rmSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { CreateTableCommand, ListTablesCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { createMetrics, createSilentLogger } from '@mosaico/service';
import { startTcpProxy, waitFor } from '@mosaico/testing';
import { tableNames } from '../src/store/migrations/tables.ts';
import { openCartStores } from '../src/store/open-stores.ts';
import { createClock, createFolder, dayMs, startEmbedded, type TestEngine } from './support/engines.ts';

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
    clock.advance(30 * dayMs);
    await stores.carts.putMissing([line('new')]);
    const again = await openCartStores({ config: engine.config(prefix), logger, now: clock.now });
    ends.push(() => again.close());
    const count = async (TableName: string) => (await engine.client.send(new ScanCommand({ TableName }))).Count;
    await waitFor(async () => (await count(names.carts)) === 1 && (await count(names.sessions)) === 0, {
      deadlineMs: 10_000,
      describe: 'the expired items to be deleted',
    });
    expect((await again.carts.linesOf(['1'])).get('1')).toEqual([line('new')]);
  });
});

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
