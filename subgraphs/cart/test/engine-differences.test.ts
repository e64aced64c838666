import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  DescribeTableCommand,
  PutItemCommand,
  ScanCommand,
  TransactWriteItemsCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import { describeOnEngines } from '@mosaico/testing';
import { batchGet } from '../src/store/dynamo/batch.ts';
import { createBackoff } from '../src/store/dynamo/backoff.ts';
import { createDynamoClient } from '../src/store/dynamo/client.ts';
import { tableNames } from '../src/store/migrations/tables.ts';
import { dayMs, engines, type TestEngine } from './support/engines.ts';

/** What the engines that stand in for DynamoDB do otherwise than it, so that no store is built on it. */
describeOnEngines('what differs from DynamoDB', engines, ({ name, start }) => {
  const isDynalite = name === 'dynalite';
  let engine: TestEngine;
  beforeAll(async () => {
    engine = await start();
  });
  afterAll(() => engine.close());

  test(`there are ${isDynalite ? 'no' : ''} transactions`, async () => {
    const { prefix } = await engine.open();
    const key = { user_id: { S: '1' }, sku: { S: 'A' } };
    const Put = { TableName: tableNames(prefix).carts, Item: key };
    const outcome = engine.client.send(new TransactWriteItemsCommand({ TransactItems: [{ Put }] }));
    if (isDynalite) await expect(outcome).rejects.toMatchObject({ name: 'UnknownOperationException' });
    else expect((await outcome).$metadata.httpStatusCode).toBe(200);
  });

  test(`there are ${isDynalite ? 'no' : ''} streams`, async () => {
    const { prefix } = await engine.open();
    const { carts: TableName } = tableNames(prefix);
    const StreamSpecification = { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' as const };
    const outcome = engine.client.send(new UpdateTableCommand({ TableName, StreamSpecification }));
    if (isDynalite) {
      await expect(outcome).rejects.toMatchObject({ name: 'ValidationException' });
      return;
    }
    await outcome;
    const { Table } = await engine.client.send(new DescribeTableCommand({ TableName }));
    expect(Table?.StreamSpecification).toEqual(StreamSpecification);
  });

  test('what has expired stays in the table, though TTL is on, and is not shown', async () => {
    const { stores, clock, prefix } = await engine.open();
    const { carts: TableName } = tableNames(prefix);
    const at = clock.now();
    await stores.carts.putMissing([
      { customerId: '1', sku: 'A', productId: 'p', quantity: 1, addedAt: at, updatedAt: at },
    ]);
    // Both by the clock that the stores have and, as `expires_at` is of last winter, by the engine's own.
    clock.advance(31 * dayMs);
    expect((await engine.client.send(new ScanCommand({ TableName }))).Count).toBe(1);
    expect((await stores.carts.linesOf(['1'])).get('1')).toEqual([]);
  });

  test('a batch of reads that is larger than one answer comes back in parts, and is whole', async () => {
    const { prefix } = await engine.open();
    const { notifications: table } = tableNames(prefix);
    const body = { S: 'x'.repeat(380_000) };
    const keys = Array.from({ length: 50 }, (_, index) => ({ user_id: '1', notification_id: `n${index}` }));
    for (const { user_id, notification_id } of keys) {
      const Item = { user_id: { S: user_id }, notification_id: { S: notification_id }, body };
      await engine.client.send(new PutItemCommand({ TableName: table, Item }));
    }
    const { client, documents } = createDynamoClient({
      endpoint: engine.endpoint,
      region: 'us-east-1',
      ownCredentials: false,
    });
    const pauses: number[] = [];
    const pause = (ms: number) => Promise.resolve(pauses.push(ms));
    const backoff = createBackoff({ pause, random: () => 0.5, clock: () => 0 });
    try {
      const found = await batchGet({ documents, table, backoff }, { keys, patienceMs: 60_000 });
      expect(found.map((item) => item['notification_id']).sort()).toEqual(
        keys.map((key) => key.notification_id).sort(),
      );
      // DynamoDB answers with at most 16 MB, and so does dynoxide; dynalite with 1.4 MB.
      expect(pauses.length).toBeGreaterThanOrEqual(isDynalite ? 10 : 1);
    } finally {
      client.destroy();
    }
  }, 180_000);
});
