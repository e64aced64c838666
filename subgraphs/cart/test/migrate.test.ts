import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  CreateTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  PutItemCommand,
  ScanCommand,
  UpdateTimeToLiveCommand,
  type CreateTableCommandInput,
} from '@aws-sdk/client-dynamodb';
import { describeOnEngines, waitFor } from '@mosaico/testing';
import { migrate } from '../src/store/migrations/migrate.ts';
import { sessionIdIndex, tableDefinitions, tableNames, unsentChangeIndex } from '../src/store/migrations/tables.ts';
import { engines, type TestEngine } from './support/engines.ts';

describeOnEngines('the migration', engines, ({ name, start }) => {
  /** dynalite has neither a call that turns TTL on nor one that adds an index. */
  const isDynalite = name === 'dynalite';
  let engine: TestEngine;
  beforeAll(async () => {
    engine = await start();
  });
  afterAll(() => engine.close());

  const migrated = (prefix: string) => migrate({ client: engine.client, names: tableNames(prefix), pause });

  test('makes each table with its key, its index and its TTL, billed by request', async () => {
    const prefix = engine.newPrefix();
    expect(await migrated(prefix)).toEqual({ deletesExpired: !isDynalite, indexesChanges: true });
    const names = tableNames(prefix);
    const made = { billing: 'PAY_PER_REQUEST', timeToLive: isDynalite ? null : 'expires_at' };
    expect(await describeTable(names.carts)).toEqual({
      ...made,
      key: ['user_id', 'sku'],
      indexes: [unsentChangeIndex],
    });
    expect(await describeTable(names.notifications)).toEqual({
      ...made,
      key: ['user_id', 'notification_id'],
      indexes: [],
    });
    expect(await describeTable(names.sessions)).toEqual({
      ...made,
      key: ['user_id', 'session_timestamp'],
      indexes: [sessionIdIndex, unsentChangeIndex],
    });
    expect(await describeTable(names.outbox)).toEqual({ ...made, key: ['queue', 'position'], indexes: [] });
  });

  test('tells the same every time, and leaves what is there as it is', async () => {
    const { stores, prefix, clock } = await engine.open();
    const line = { ...{ customerId: '1', sku: 'A', productId: 'p', quantity: 1 }, ...times(clock.now()) };
    await stores.carts.putMissing([line]);
    const told = await Promise.all([migrated(prefix), migrated(prefix), migrated(prefix)]);
    expect(told).toEqual([1, 2, 3].map(() => ({ deletesExpired: !isDynalite, indexesChanges: true })));
    expect(await migrated(prefix)).toEqual({ deletesExpired: !isDynalite, indexesChanges: true });
    expect((await stores.carts.linesOf(['1'])).get('1')).toEqual([line]);
  });

  test('may be under way several times at once on a store without tables', async () => {
    const prefix = engine.newPrefix();
    await Promise.all([migrated(prefix), migrated(prefix), migrated(prefix)]);
    for (const TableName of Object.values(tableNames(prefix))) {
      expect((await engine.client.send(new ScanCommand({ TableName }))).Items).toEqual([]);
    }
    const indexed = { TableName: tableNames(prefix).sessions, IndexName: sessionIdIndex };
    expect((await engine.client.send(new ScanCommand(indexed))).Items).toEqual([]);
  });

  test('goes on where another one ended between any two of its steps', async () => {
    const prefix = engine.newPrefix();
    let steps = 0;
    for (let end = 1; ; end++) {
      steps = 0;
      const killed = new Error('killed');
      const client = {
        send: (...given: unknown[]) => {
          if (++steps > end) return Promise.reject(killed);
          return Reflect.apply(engine.client.send.bind(engine.client), undefined, given) as Promise<unknown>;
        },
      } as unknown as TestEngine['client'];
      const outcome = await migrate({ client, names: tableNames(prefix), pause }).catch((error: unknown) => error);
      if (outcome !== killed) {
        expect(outcome).toEqual({ deletesExpired: !isDynalite, indexesChanges: true });
        break;
      }
      expect(end).toBeLessThan(200);
    }
    expect(steps).toBeGreaterThan(5);
    expect((await describeTable(tableNames(prefix).sessions)).indexes).toEqual([sessionIdIndex, unsentChangeIndex]);
  });

  test('keeps a table whose capacity somebody has provisioned as it is', async () => {
    const prefix = engine.newPrefix();
    const ProvisionedThroughput = { ReadCapacityUnits: 5, WriteCapacityUnits: 5 };
    const { BillingMode, ...carts } = withoutIndexes(definitionOf(prefix, 'carts'));
    expect(BillingMode).toBe('PAY_PER_REQUEST');
    await make({ ...carts, BillingMode: 'PROVISIONED', ProvisionedThroughput });
    await migrated(prefix);
    const { Table } = await engine.client.send(new DescribeTableCommand({ TableName: carts.TableName }));
    expect(Table?.ProvisionedThroughput).toMatchObject(ProvisionedThroughput);
  });

  test('keeps an index of somebody else', async () => {
    const prefix = engine.newPrefix();
    const { AttributeDefinitions = [], GlobalSecondaryIndexes = [], ...carts } = definitionOf(prefix, 'carts');
    await make({
      ...carts,
      AttributeDefinitions: [...AttributeDefinitions, { AttributeName: 'product_id', AttributeType: 'S' }],
      GlobalSecondaryIndexes: [...GlobalSecondaryIndexes, indexOn('product_id', 'theirs')],
    });
    await migrated(prefix);
    expect((await describeTable(tableNames(prefix).carts)).indexes).toEqual(['theirs', unsentChangeIndex]);
  });

  test('adds an index that a table was made without, where the engine can, also twice at once', async () => {
    const prefix = engine.newPrefix();
    await make(withoutIndexes(definitionOf(prefix, 'sessions')));
    const migrations = [migrated(prefix), migrated(prefix)];
    if (isDynalite) {
      for (const each of await Promise.allSettled(migrations)) {
        expect(each).toMatchObject({
          reason: {
            message:
              `The table ${prefix}UserSessions must have the index session_id_index, and this DynamoDB does not add it ` +
              'to a table that is there. Add it by hand, with the key (session_id), or move the table away.',
          },
        });
      }
      return;
    }
    await Promise.all(migrations);
    expect((await describeTable(tableNames(prefix).sessions)).indexes).toEqual([sessionIdIndex, unsentChangeIndex]);
  });

  test('does without the index of changes where the engine cannot add it, and adds it where it can, with all that is there', async () => {
    const prefix = engine.newPrefix();
    const sessions = definitionOf(prefix, 'sessions');
    const earlier = sessions.GlobalSecondaryIndexes?.filter(({ IndexName }) => IndexName === sessionIdIndex);
    await make({ ...sessions, GlobalSecondaryIndexes: earlier }, ['unsent_change']);
    await make(withoutIndexes(definitionOf(prefix, 'carts')));
    const line = { user_id: { S: '1' }, sku: { S: 'A' }, unsent_change: { S: 'c' } };
    await engine.client.send(new PutItemCommand({ TableName: tableNames(prefix).carts, Item: line }));
    const expected = { deletesExpired: !isDynalite, indexesChanges: !isDynalite };
    expect(await Promise.all([migrated(prefix), migrated(prefix)])).toEqual([expected, expected]);
    const added = isDynalite ? [] : [unsentChangeIndex];
    expect((await describeTable(tableNames(prefix).carts)).indexes).toEqual(added);
    expect((await describeTable(tableNames(prefix).sessions)).indexes).toEqual([sessionIdIndex, ...added]);
    if (isDynalite) return;
    const index = { TableName: tableNames(prefix).carts, IndexName: unsentChangeIndex };
    const isFilled = async () => (await engine.client.send(new ScanCommand(index))).Count === 1;
    await waitFor(isFilled, { deadlineMs: 60_000, describe: 'the index to be filled' });
  });

  test('refuses an index of its name with another key', async () => {
    const prefix = engine.newPrefix();
    await make({ ...definitionOf(prefix, 'sessions'), GlobalSecondaryIndexes: [indexOn('user_id', sessionIdIndex)] }, [
      'session_id',
      'unsent_change',
    ]);
    await expect(migrated(prefix)).rejects.toThrow(
      `The index session_id_index of the table ${prefix}UserSessions must have the key (session_id); it has the key (user_id). ` +
        'It belongs to something else: set DYNAMODB_TABLE_PREFIX.',
    );
  });

  test.each([
    ['another key', 'cart', 'S', 'cart S'],
    ['a key of another type', 'user_id', 'N', 'user_id N'],
  ] as const)('refuses a table with %s, and touches nothing of it', async (_what, attribute, type, key) => {
    const prefix = engine.newPrefix();
    const { carts: TableName } = tableNames(prefix);
    await make({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: attribute, KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: attribute, AttributeType: type }],
    });
    const theirs = { [attribute]: type === 'S' ? { S: '1' } : { N: '1' } };
    await engine.client.send(new PutItemCommand({ TableName, Item: theirs }));
    await expect(migrated(prefix)).rejects.toThrow(
      `The table ${TableName} must have the key (user_id S, sku S); it has the key (${key}). ` +
        'It belongs to something else: set DYNAMODB_TABLE_PREFIX.',
    );
    expect((await engine.client.send(new ScanCommand({ TableName }))).Items).toEqual([theirs]);
  });

  if (!isDynalite) {
    test('refuses a table whose TTL reads another attribute', async () => {
      const prefix = engine.newPrefix();
      const carts = definitionOf(prefix, 'carts');
      await make(carts);
      const TimeToLiveSpecification = { AttributeName: 'theirs', Enabled: true };
      await engine.client.send(new UpdateTimeToLiveCommand({ TableName: carts.TableName, TimeToLiveSpecification }));
      await expect(migrated(prefix)).rejects.toThrow(
        `TTL of the table ${prefix}ShoppingCart must read expires_at; it reads theirs. ` +
          'It belongs to something else: set DYNAMODB_TABLE_PREFIX.',
      );
    });
  }

  function definitionOf(prefix: string, table: keyof ReturnType<typeof tableNames>): CreateTableCommandInput {
    const names = tableNames(prefix);
    const definition = tableDefinitions(names).find(({ TableName }) => TableName === names[table]);
    if (!definition) throw new Error(`There must be a definition of ${table}.`);
    return definition;
  }

  /** @param unused attributes that are defined, and of no key, which DynamoDB refuses */
  async function make(definition: CreateTableCommandInput, unused: string[] = []): Promise<void> {
    const { AttributeDefinitions = [], ...rest } = definition;
    await engine.client.send(
      new CreateTableCommand({
        ...rest,
        AttributeDefinitions: AttributeDefinitions.filter(({ AttributeName = '' }) => !unused.includes(AttributeName)),
      }),
    );
    const isActive = async () => {
      const { Table } = await engine.client.send(new DescribeTableCommand({ TableName: definition.TableName }));
      return Table?.TableStatus === 'ACTIVE';
    };
    await waitFor(isActive, { deadlineMs: 60_000, describe: 'the table' });
  }

  async function describeTable(TableName: string) {
    const { Table } = await engine.client.send(new DescribeTableCommand({ TableName }));
    const { TimeToLiveDescription } = await engine.client.send(new DescribeTimeToLiveCommand({ TableName }));
    return {
      billing: Table?.BillingModeSummary?.BillingMode,
      timeToLive: TimeToLiveDescription?.AttributeName ?? null,
      key: Table?.KeySchema?.map((key) => key.AttributeName),
      indexes: Table?.GlobalSecondaryIndexes?.map((index) => index.IndexName).sort() ?? [],
    };
  }
});

function withoutIndexes(definition: CreateTableCommandInput): CreateTableCommandInput {
  const { GlobalSecondaryIndexes, AttributeDefinitions, KeySchema, ...rest } = definition;
  expect(GlobalSecondaryIndexes?.length).toBeGreaterThan(0);
  const ofKey = AttributeDefinitions?.filter(({ AttributeName }) =>
    KeySchema?.some((key) => key.AttributeName === AttributeName),
  );
  return { ...rest, KeySchema, AttributeDefinitions: ofKey };
}

function times(at: Date) {
  return { addedAt: at, updatedAt: at };
}

function indexOn(attribute: string, IndexName: string) {
  return {
    IndexName,
    KeySchema: [{ AttributeName: attribute, KeyType: 'HASH' as const }],
    Projection: { ProjectionType: 'KEYS_ONLY' as const },
  };
}
