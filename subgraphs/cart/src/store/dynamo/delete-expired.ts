import { DeleteCommand, ScanCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Logger } from '@mosaico/service';
import { epochSeconds } from '../lifetimes.ts';
import { tableDefinitions, type TableNames } from '../migrations/tables.ts';
import { concurrently } from './concurrently.ts';
import { unlessConditionFails } from './failures.ts';

/** Deletes at once, so that it stays in the background. */
const width = 2;

interface Deletion {
  readonly documents: DynamoDBDocumentClient;
  readonly now: () => Date;
  /** Ends it early, without an error. */
  readonly signal: AbortSignal;
}

/** Does for the tables what TTL does on an engine that has it. A failure is logged: the next start does it again. */
export async function deleteExpiredOfTables(
  options: Deletion & { readonly names: TableNames; readonly logger: Logger },
): Promise<void> {
  const { names, logger } = options;
  try {
    for (const { TableName: table = '', KeySchema: schema = [] } of tableDefinitions(names)) {
      const [hash, range] = schema.map((key) => key.AttributeName);
      if (hash === undefined || range === undefined) continue;
      const deleted = await deleteExpired(options, { table, key: [hash, range] });
      if (deleted > 0) logger.info({ table, deleted }, 'deleted expired items');
    }
  } catch (error) {
    logger.warn({ err: error }, 'expired items were not deleted');
  }
}

/** An item that has been written anew since it was seen stays. @returns how many items were deleted */
async function deleteExpired(
  { documents, now, signal }: Deletion,
  { table, key }: { table: string; key: readonly [string, string] },
): Promise<number> {
  const values = { ':now': epochSeconds(now()) };
  let deleted = 0;
  let start: Record<string, unknown> | undefined;
  do {
    const page = await documents.send(
      new ScanCommand({
        TableName: table,
        FilterExpression: 'expires_at <= :now',
        ExpressionAttributeValues: values,
        // By other names, since `position` is one of DynamoDB's own words.
        ProjectionExpression: '#hash, #range',
        ExpressionAttributeNames: { '#hash': key[0], '#range': key[1] },
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
