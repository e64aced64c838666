import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { requestWidth } from './client.ts';
import { concurrently } from './concurrently.ts';
import { queryItems } from './query.ts';
import type { DynamoStoreOptions } from './store-options.ts';

/** Deletes every item of a customer, expired or not. @param options.key the two attributes of the table's key */
export async function deleteItemsOf(
  { documents, table }: Pick<DynamoStoreOptions, 'documents' | 'table'>,
  { customerId, key }: { customerId: string; key: readonly [string, string] },
): Promise<void> {
  const keys = await queryItems(documents, {
    TableName: table,
    KeyConditionExpression: 'user_id = :customer',
    ExpressionAttributeValues: { ':customer': customerId },
    ProjectionExpression: key.join(', '),
    ConsistentRead: true,
  });
  await concurrently(keys, requestWidth, (item) => documents.send(new DeleteCommand({ TableName: table, Key: item })));
}
