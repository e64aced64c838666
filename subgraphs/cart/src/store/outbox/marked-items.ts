import { DeleteCommand, ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { requestWidth } from '../dynamo/client.ts';
import { concurrently } from '../dynamo/concurrently.ts';
import { unlessConditionFails } from '../dynamo/failures.ts';
import type { Item } from '../dynamo/query.ts';
import type { DynamoStoreOptions } from '../dynamo/store-options.ts';
import { markAttribute, unsentChangeIndex } from '../migrations/tables.ts';
import type { ItemMark } from './change-source.ts';

type Target = Pick<DynamoStoreOptions, 'documents' | 'table'>;

/**
 * The keys of all items with a mark, and the marks. The index holds no others, so that reading all of it is reading little; it
 * lags a moment behind the items.
 */
export async function findMarkedItems(
  { documents, table }: Target,
  { by, key }: { by: 'index' | 'scan'; key: readonly [string, string] },
): Promise<Item[]> {
  const found: Item[] = [];
  let start: Record<string, unknown> | undefined;
  do {
    const page = await documents.send(
      new ScanCommand({
        TableName: table,
        ...(by === 'index'
          ? { IndexName: unsentChangeIndex }
          : { FilterExpression: `attribute_exists(${markAttribute})`, ConsistentRead: true }),
        ProjectionExpression: [...key, markAttribute].join(', '),
        ExclusiveStartKey: start,
      }),
    );
    found.push(...((page.Items ?? []) as Item[]));
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
  return found;
}

/** Takes marks off their items, and away the items that were there for their marks only; what has changed since stays as it is. */
export async function takeOffMarks({ documents, table }: Target, marks: readonly ItemMark[]): Promise<void> {
  await concurrently(marks, requestWidth / 2, async ({ key, mark, isRemains }) => {
    const marked = {
      TableName: table,
      Key: key,
      ConditionExpression: `${markAttribute} = :mark`,
      ExpressionAttributeValues: { ':mark': mark },
    };
    const change = isRemains
      ? documents.send(new DeleteCommand(marked))
      : documents.send(new UpdateCommand({ ...marked, UpdateExpression: `REMOVE ${markAttribute}` }));
    await unlessConditionFails<unknown>(change);
  });
}
