import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CreateTableCommand, DescribeTableCommand, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { waitFor } from '@mosaico/testing';
import { migrate } from '../src/store/migrations/migrate.ts';
import { sessionIdIndex, tableNames } from '../src/store/migrations/tables.ts';
import { createDynamoClient } from '../src/store/dynamo/client.ts';
import { engines, type TestEngine } from './support/engines.ts';

describe.each(engines)('the migration on $name', ({ name, start }) => {
  let engine: TestEngine;
  beforeAll(async () => {
    engine = await start();
  });
  afterAll(() => engine.close());

  const migrated = (prefix: string) => migrate({ client: engine.client, names: tableNames(prefix), pause });
  const describeTable = async (TableName: string) => {
    const { Table } = await engine.client.send(new DescribeTableCommand({ TableName }));
    return {
      key: Table?.KeySchema?.map((key) => key.AttributeName),
      indexes: Table?.GlobalSecondaryIndexes?.map((index) => index.IndexName) ?? [],
    };
  };

  test('makes each table with its key and index', async () => {
    const { prefix } = await engine.open();
    const names = tableNames(prefix);
    expect(await describeTable(names.carts)).toEqual({ key: ['user_id', 'sku'], indexes: [] });
    expect(await describeTable(names.notifications)).toEqual({ key: ['user_id', 'notification_id'], indexes: [] });
    expect(await describeTable(names.sessions)).toEqual({
      key: ['user_id', 'session_timestamp'],
      indexes: [sessionIdIndex],
    });
  });

  test('tells whether the engine deletes what has expired, the same every time', async () => {
    const { prefix } = await engine.open();
    const deletesExpired = name !== 'dynalite';
    expect(await migrated(prefix)).toEqual({ deletesExpired });
    expect(await migrated(prefix)).toEqual({ deletesExpired });
  });

  test('leaves what is there as it is', async () => {
    const { stores, prefix, clock } = await engine.open();
    const line = {
      customerId: '1',
      sku: 'A',
      productId: 'p',
      quantity: 1,
      addedAt: clock.now(),
      updatedAt: clock.now(),
    };
    await stores.carts.putMissing([line]);
    await Promise.all([migrated(prefix), migrated(prefix), migrated(prefix)]);
    expect((await stores.carts.linesOf(['1'])).get('1')).toEqual([line]);
  });
});

describe('the migration', () => {
  let engine: TestEngine;
  beforeAll(async () => {
    const [embedded] = engines;
    if (!embedded) throw new Error('the embedded engine must be among the engines');
    engine = await embedded.start();
  });
  afterAll(() => engine.close());
  const migrated = (prefix: string) => migrate({ client: engine.client, names: tableNames(prefix), pause });

  test('may be under way several times at once on a store without tables', async () => {
    await Promise.all([migrated('at-once.'), migrated('at-once.'), migrated('at-once.')]);
    const names = tableNames('at-once.');
    for (const TableName of Object.values(names)) {
      expect((await engine.client.send(new ScanCommand({ TableName }))).Items).toEqual([]);
    }
  });

  test('refuses a table that is not its own, and touches nothing of it', async () => {
    const { carts: TableName } = tableNames('foreign.');
    await engine.client.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: 'cart', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'cart', AttributeType: 'S' }],
      }),
    );
    const put = new PutItemCommand({ TableName, Item: { cart: { S: 'theirs' } } });
    await waitFor(() => engine.client.send(put).then(() => true), { deadlineMs: 5_000, describe: 'the table' });
    await expect(migrated('foreign.')).rejects.toThrow(
      'The table foreign.ShoppingCart must have the key (user_id, sku) and the indexes (); ' +
        'it has the key (cart) and the indexes (). ' +
        'It belongs to something else: set DYNAMODB_TABLE_PREFIX.',
    );
    expect((await engine.client.send(new ScanCommand({ TableName }))).Items).toEqual([{ cart: { S: 'theirs' } }]);
  });

  test('says that a store is down', async () => {
    const { client } = createDynamoClient({ endpoint: 'http://127.0.0.1:9', region: 'x', ownCredentials: false });
    await expect(migrate({ client, names: tableNames(''), pause })).rejects.toMatchObject({
      message: 'The cart store does not answer.',
      extensions: { code: 'STORE_UNAVAILABLE' },
    });
  });
});
