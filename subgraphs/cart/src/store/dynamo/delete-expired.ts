import { DeleteCommand, ScanCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { epochSeconds } from '../lifetimes.ts';
import { unlessConditionFails } from './client.ts';
import { concurrently } from './concurrently.ts';

/** Deletes at once, so that it stays in the background. */
const width = 2;

/**
 * Does for a table what TTL does on an engine that has it. An item that has been written anew since it was seen stays.
 * @returns how many items were deleted; it stops early, without an error, when the signal says so
 */
export async function deleteExpired(options: {
  documents: DynamoDBDocumentClient;
  table: string;
  /** The names of the key's attributes. */
  key: readonly [string, string];
  now: () => Date;
  signal: AbortSignal;
}): Promise<number> {
  const { documents, table, key, now, signal } = options;
  const values = { ':now': epochSeconds(now()) };
  let deleted = 0;
  let start: Record<string, unknown> | undefined;
  do {
    const page = await documents.send(
      new ScanCommand({
        TableName: table,
        FilterExpression: 'expires_at <= :now',
        ExpressionAttributeValues: values,
        ProjectionExpression: key.join(', '),
        ExclusiveStartKey: start,
      }),
    );
    await concurrently(page.Items ?? [], width, async (item) => {
      if (signal.aborted) return;
      const removal = new DeleteCommand({
        TableName: table,
        Key: item,
        ConditionExpression: 'expires_at <= :now',
        ExpressionAttributeValues: values,
      });
      if (await unlessConditionFails(documents.send(removal))) deleted++;
    });
    start = page.LastEvaluatedKey;
  } while (start !== undefined && !signal.aborted);
  return deleted;
}
