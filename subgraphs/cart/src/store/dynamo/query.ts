import { QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import type { DynamoStoreOptions } from './store-options.ts';

/** An item as the SDK gives it; a store gives it its type. */
export type Item = Record<string, unknown>;

/** The first `limit` items that a query finds, over as many pages as it takes. */
export async function queryItems(
  documents: DynamoStoreOptions['documents'],
  input: QueryCommandInput,
  limit = Infinity,
): Promise<Item[]> {
  const found: Item[] = [];
  let start = input.ExclusiveStartKey;
  do {
    const page = await documents.send(new QueryCommand({ ...input, ExclusiveStartKey: start }));
    found.push(...((page.Items ?? []) as Item[]));
    start = page.LastEvaluatedKey;
  } while (start !== undefined && found.length < limit);
  return found.slice(0, limit);
}
