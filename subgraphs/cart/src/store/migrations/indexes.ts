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
import { unsentChangeIndex } from './tables.ts';

/**
 * Adds an index that a table was made without, as one of an earlier release was. Indexes of somebody else's stay.
 *
 * @returns false when the engine cannot add it, as dynalite cannot, and it can be done without
 * @throws when an index of that name is another, or cannot be added and is needed
 */
export async function ensureIndex(
  migration: Migration,
  options: { table: TableDescription; definition: CreateTableCommandInput; index: GlobalSecondaryIndex },
): Promise<boolean> {
  const { table, definition, index } = options;
  const there = find(table, index);
  if (there === undefined) return addIndex(migration, options);
  refuseOther(definition.TableName, { there, index });
  return true;
}

async function addIndex(
  { client }: Migration,
  options: { table: TableDescription; definition: CreateTableCommandInput; index: GlobalSecondaryIndex },
): Promise<boolean> {
  const { index } = options;
  const { TableName } = options.definition;
  try {
    await client.send(
      new UpdateTableCommand({
        TableName,
        AttributeDefinitions: attributesOf(options),
        GlobalSecondaryIndexUpdates: [{ Create: index }],
      }),
    );
    return true;
  } catch (error) {
    // Another migration may be adding it: the table is in use then, or it has the index already.
    if (isRefusal(error, 'ResourceInUseException') || isRefusal(error, 'LimitExceededException')) return true;
    if (!isRefusal(error, 'ValidationException')) throw error;
    const { Table: table = {} } = await client.send(new DescribeTableCommand({ TableName }));
    if (find(table, index) !== undefined) return true;
    // Changes are found by a scan, too.
    if (index.IndexName === unsentChangeIndex) return false;
    throw new Error(
      `The table ${String(TableName)} must have the index ${String(index.IndexName)}, and this DynamoDB does not add it ` +
        `to a table that is there. Add it by hand, with the key (${keyOf(index)}), or move the table away.`,
      { cause: error },
    );
  }
}

/** Of the keys of the table, of the indexes that it has, and of this one: DynamoDB refuses others. */
function attributesOf(options: {
  table: TableDescription;
  definition: CreateTableCommandInput;
  index: GlobalSecondaryIndex;
}) {
  const { table, definition, index } = options;
  const own = definition.AttributeDefinitions?.filter(({ AttributeName }) =>
    index.KeySchema?.some((key) => key.AttributeName === AttributeName),
  );
  const there = table.AttributeDefinitions?.filter(
    ({ AttributeName }) => own?.every((each) => each.AttributeName !== AttributeName) !== false,
  );
  return [...(there ?? []), ...(own ?? [])];
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
