import {
  CreateTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  ScanCommand,
  UpdateTimeToLiveCommand,
  type CreateTableCommandInput,
  type DynamoDBClient,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import { isRefusal } from '../dynamo/client.ts';
import { expiryAttribute, tableDefinitions, type TableNames } from './tables.ts';

interface Migration {
  client: Pick<DynamoDBClient, 'send'>;
  pause: (ms: number) => Promise<unknown>;
}

/** How long a table or an index may take to be made, in polls of 250 ms. An index over a large table takes minutes. */
const maxPolls = 4 * 600;

/**
 * Makes the tables, indexes and TTLs that are not there; what is there stays as it is. It may run twice, at once too, and
 * after a kill at any moment.
 *
 * @returns whether the engine deletes expired items by itself. dynalite has no call for TTL, so there it is false.
 * @throws when a table of that name has another key or other indexes: nothing of it is touched
 */
export async function migrate(options: Migration & { names: TableNames }): Promise<{ deletesExpired: boolean }> {
  let deletesExpired = true;
  for (const definition of tableDefinitions(options.names)) {
    await ensureTable(options, definition);
    deletesExpired = (await ensureTimeToLive(options, definition)) && deletesExpired;
  }
  return { deletesExpired };
}

async function ensureTable(migration: Migration, definition: CreateTableCommandInput): Promise<void> {
  const { client } = migration;
  const table = await describe(migration, definition);
  if (table === null) {
    // Two that find no table both make it, and one of them is refused.
    await allow('ResourceInUseException', client.send(new CreateTableCommand(definition)));
  } else {
    refuseOther(table, definition);
  }
  await untilReadable(migration, definition.TableName, undefined);
  for (const index of definition.GlobalSecondaryIndexes ?? []) {
    await untilReadable(migration, definition.TableName, index.IndexName);
  }
}

async function describe(
  { client }: Migration,
  { TableName }: CreateTableCommandInput,
): Promise<TableDescription | null> {
  const found = await allow('ResourceNotFoundException', client.send(new DescribeTableCommand({ TableName })));
  return found?.Table ?? null;
}

function refuseOther(table: TableDescription, definition: CreateTableCommandInput): void {
  const [required, arrived] = [shape(definition), shape(table)];
  if (required === arrived) return;
  throw new Error(
    `The table ${String(definition.TableName)} must have ${required}; it has ${arrived}. ` +
      'It belongs to something else: set DYNAMODB_TABLE_PREFIX.',
  );
}

function shape({ KeySchema = [], GlobalSecondaryIndexes = [] }: TableDescription | CreateTableCommandInput): string {
  const key = KeySchema.map(({ AttributeName }) => AttributeName).join(', ');
  const indexes = GlobalSecondaryIndexes.map(({ IndexName }) => IndexName).sort();
  return `the key (${key}) and the indexes (${indexes.join(', ')})`;
}

/** A table is ready when it answers: on AWS its status tells that a moment earlier than every one of its servers knows. */
async function untilReadable(
  { client, pause }: Migration,
  table: string | undefined,
  index: string | undefined,
): Promise<void> {
  let refusal: unknown;
  for (let poll = 0; poll < maxPolls; poll++) {
    try {
      await client.send(
        new ScanCommand({ TableName: table, Limit: 1, ...(index === undefined ? {} : { IndexName: index }) }),
      );
      return;
    } catch (error) {
      // What a table in the making and an index being filled answer.
      if (!isRefusal(error, 'ResourceNotFoundException') && !isRefusal(error, 'ValidationException')) throw error;
      refusal = error;
    }
    await pause(250);
  }
  throw new Error(`The table ${String(table)} is not ready after ten minutes.`, { cause: refusal });
}

async function ensureTimeToLive({ client }: Migration, { TableName }: CreateTableCommandInput): Promise<boolean> {
  const isOn = async () => {
    const { TimeToLiveDescription: ttl } = await client.send(new DescribeTimeToLiveCommand({ TableName }));
    return ttl?.TimeToLiveStatus === 'ENABLED' || ttl?.TimeToLiveStatus === 'ENABLING';
  };
  try {
    if (await isOn()) return true;
    await client.send(
      new UpdateTimeToLiveCommand({
        TableName,
        TimeToLiveSpecification: { AttributeName: expiryAttribute, Enabled: true },
      }),
    );
    return true;
  } catch (error) {
    if (isRefusal(error, 'UnknownOperationException')) return false;
    // Another migration may have turned it on meanwhile.
    if (isRefusal(error, 'ValidationException') && (await isOn())) return true;
    throw error;
  }
}

async function allow<Answer>(refusal: string, answer: Promise<Answer>): Promise<Answer | null> {
  try {
    return await answer;
  } catch (error) {
    if (isRefusal(error, refusal)) return null;
    throw error;
  }
}
