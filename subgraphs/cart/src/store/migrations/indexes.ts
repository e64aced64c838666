import {
  DescribeTableCommand,
  UpdateTableCommand,
  type CreateTableCommandInput,
  type GlobalSecondaryIndex,
  type GlobalSecondaryIndexDescription,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import { isRefusal } from '../dynamo/failures.ts';
import type { Migration } from './migration.ts';

/**
 * Adds the indexes that a table was made without, as one of an earlier release was. Indexes of somebody else's stay.
 * @throws when an index of that name is another, or the engine cannot add one, as dynalite cannot
 */
export async function ensureIndexes(
  migration: Migration,
  { table, definition }: { table: TableDescription; definition: CreateTableCommandInput },
): Promise<void> {
  for (const index of definition.GlobalSecondaryIndexes ?? []) {
    const there = find(table, index);
    if (there === undefined) await addIndex(migration, { index, definition });
    else refuseOther(definition.TableName, { there, index });
  }
}

async function addIndex(
  { client }: Migration,
  { index, definition }: { index: GlobalSecondaryIndex; definition: CreateTableCommandInput },
): Promise<void> {
  const { TableName, AttributeDefinitions } = definition;
  try {
    await client.send(
      new UpdateTableCommand({
        TableName,
        AttributeDefinitions,
        GlobalSecondaryIndexUpdates: [{ Create: index }],
      }),
    );
  } catch (error) {
    // Another migration may be adding it: the table is in use then, or it has the index already.
    if (isRefusal(error, 'ResourceInUseException') || isRefusal(error, 'LimitExceededException')) return;
    if (!isRefusal(error, 'ValidationException')) throw error;
    const { Table: table = {} } = await client.send(new DescribeTableCommand({ TableName }));
    if (find(table, index) !== undefined) return;
    throw new Error(
      `The table ${String(TableName)} must have the index ${String(index.IndexName)}, and this DynamoDB does not add it ` +
        `to a table that is there. Add it by hand, with the key (${keyOf(index)}), or move the table away.`,
      { cause: error },
    );
  }
}

function find(
  { GlobalSecondaryIndexes: indexes = [] }: TableDescription,
  { IndexName }: GlobalSecondaryIndex,
): GlobalSecondaryIndexDescription | undefined {
  return indexes.find((each) => each.IndexName === IndexName);
}

function refuseOther(
  table: string | undefined,
  { there, index }: { there: GlobalSecondaryIndexDescription; index: GlobalSecondaryIndex },
): void {
  const [required, arrived] = [keyOf(index), keyOf(there)];
  if (required === arrived) return;
  throw new Error(
    `The index ${String(index.IndexName)} of the table ${String(table)} must have the key (${required}); it has the key ` +
      `(${arrived}). It belongs to something else: set DYNAMODB_TABLE_PREFIX.`,
  );
}

function keyOf({ KeySchema = [] }: GlobalSecondaryIndex | GlobalSecondaryIndexDescription): string {
  return KeySchema.map(({ AttributeName }) => AttributeName).join(', ');
}
