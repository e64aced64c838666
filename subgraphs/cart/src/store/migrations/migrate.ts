import {
  CreateTableCommand,
  DescribeTableCommand,
  ScanCommand,
  type CreateTableCommandInput,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import { isRefusal, unlessRefused } from '../dynamo/failures.ts';
import { ensureIndex } from './indexes.ts';
import type { Migration } from './migration.ts';
import { tableDefinitions, type TableNames } from './tables.ts';
import { ensureTimeToLive } from './time-to-live.ts';

/** How long a table or an index may take to be made, in polls of 250 ms. An index over a large table takes minutes. */
const pollMs = 250;
const maxPolls = 4 * 600;

/** What the engine, or its tables, do not do by themselves. */
export interface Migrated {
  /** Whether the engine takes the call that turns TTL on. dynalite does not, so there it is false. */
  readonly deletesExpired: boolean;
  /** Whether unannounced changes are in an index. Tables that dynalite made for an earlier release cannot get it. */
  readonly indexesChanges: boolean;
}

/**
 * Makes the tables, indexes and TTLs that are not there; what is there stays as it is, its billing mode and indexes of
 * somebody else's included. It may run twice, at once too, and after a kill at any moment.
 *
 * @throws when a table of that name has another key, when an index of ours is another or cannot be added, or when TTL reads
 * another attribute: nothing of it is touched
 */
export async function migrate(options: Migration & { names: TableNames }): Promise<Migrated> {
  const tables = await Promise.all(
    tableDefinitions(options.names).map(async (definition) => {
      const isIndexed = await ensureTable(options, definition);
      const deletesExpired = await ensureTimeToLive(options, definition.TableName);
      return { isIndexed, deletesExpired };
    }),
  );
  return {
    deletesExpired: tables.every(({ deletesExpired }) => deletesExpired),
    indexesChanges: tables.every(({ isIndexed }) => isIndexed),
  };
}

/** @returns whether it has all of its indexes */
async function ensureTable(migration: Migration, definition: CreateTableCommandInput): Promise<boolean> {
  const { TableName } = definition;
  if ((await describe(migration, TableName)) === null) {
    // Two that find no table both make it, and one of them is refused.
    await unlessRefused('ResourceInUseException', migration.client.send(new CreateTableCommand(definition)));
  }
  await untilReadable(migration, TableName, undefined);
  refuseOtherKey((await describe(migration, TableName)) ?? {}, definition);
  let isIndexed = true;
  // One after the other: DynamoDB adds one index to a table at a time.
  for (const index of definition.GlobalSecondaryIndexes ?? []) {
    const table = (await describe(migration, TableName)) ?? {};
    if (await ensureIndex(migration, { table, definition, index })) {
      await untilReadable(migration, TableName, index.IndexName);
    } else {
      isIndexed = false;
    }
  }
  return isIndexed;
}

async function describe({ client }: Migration, TableName: string | undefined): Promise<TableDescription | null> {
  const found = await unlessRefused('ResourceNotFoundException', client.send(new DescribeTableCommand({ TableName })));
  return found?.Table ?? null;
}

function refuseOtherKey(table: TableDescription, definition: CreateTableCommandInput): void {
  const [required, arrived] = [keyOf(definition), keyOf(table)];
  if (required === arrived) return;
  throw new Error(
    `The table ${String(definition.TableName)} must have the key (${required}); it has the key (${arrived}). ` +
      'It belongs to something else: set DYNAMODB_TABLE_PREFIX.',
  );
}

function keyOf({ KeySchema = [], AttributeDefinitions = [] }: TableDescription | CreateTableCommandInput): string {
  const types = new Map(AttributeDefinitions.map(({ AttributeName, AttributeType }) => [AttributeName, AttributeType]));
  return KeySchema.map(({ AttributeName = '' }) => `${AttributeName} ${types.get(AttributeName) ?? '?'}`).join(', ');
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
    await pause(pollMs);
  }
  throw new Error(`The table ${String(table)} is not ready after ten minutes.`, { cause: refusal });
}
