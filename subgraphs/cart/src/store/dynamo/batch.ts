import { BatchGetCommand, BatchWriteCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { storeUnavailable } from '@mosaico/service';
import { concurrently, inChunks } from './concurrently.ts';
import type { Item } from './query.ts';

/** The most that DynamoDB takes in one request. */
const maxGets = 100;
const maxWrites = 25;
/** Batches under way at once. */
const width = 4;
/** How often what a batch left undone is asked for again, after 50 ms, then twice as long each time. */
const retries = 6;

/** What batches need: where the items are, and how to wait. */
export interface BatchTarget {
  readonly documents: Pick<DynamoDBDocumentClient, 'send'>;
  readonly table: string;
  readonly pause: (ms: number) => Promise<unknown>;
}

/** The items that there are under these distinct keys, in any order, strongly consistent. */
export async function batchGet(
  target: BatchTarget,
  keys: readonly Item[],
  projection?: { ProjectionExpression: string },
): Promise<Item[]> {
  const { documents, table } = target;
  const chunks = await concurrently(inChunks(keys, maxGets), width, async (chunk) => {
    const found: Item[] = [];
    await untilNoneIsLeft(target, chunk, async (rest) => {
      const answer = await documents.send(
        new BatchGetCommand({ RequestItems: { [table]: { Keys: rest, ConsistentRead: true, ...projection } } }),
      );
      found.push(...((answer.Responses?.[table] ?? []) as Item[]));
      return (answer.UnprocessedKeys?.[table]?.Keys ?? []) as Item[];
    });
    return found;
  });
  return chunks.flat();
}

/** Writes the items, whatever is there under their distinct keys. */
export function batchPut(target: BatchTarget, items: readonly Item[]): Promise<void> {
  return batchWrite(
    target,
    items.map((item) => ({ PutRequest: { Item: item } })),
  );
}

/** Deletes what is there under these distinct keys. */
export function batchDelete(target: BatchTarget, keys: readonly Item[]): Promise<void> {
  return batchWrite(
    target,
    keys.map((key) => ({ DeleteRequest: { Key: key } })),
  );
}

/**
 * Writes those of the items that are not there, the first of each key. Not atomic: an item that somebody else writes
 * between the look and the write is overwritten, so it is for items that nobody else makes.
 * @returns how many were written
 */
export async function batchPutMissing(
  target: BatchTarget,
  items: readonly Item[],
  [hash, range]: readonly [string, string],
): Promise<number> {
  const identify = (item: Item) => JSON.stringify([item[hash], item[range]]);
  const missing = new Map<string, Item>();
  for (const item of items) if (!missing.has(identify(item))) missing.set(identify(item), item);
  const keys = Array.from(missing.values(), (item) => ({ [hash]: item[hash], [range]: item[range] }));
  for (const there of await batchGet(target, keys, { ProjectionExpression: `${hash}, ${range}` })) {
    missing.delete(identify(there));
  }
  await batchPut(target, Array.from(missing.values()));
  return missing.size;
}

type WriteRequest = { PutRequest: { Item: Item } } | { DeleteRequest: { Key: Item } };

async function batchWrite(target: BatchTarget, requests: readonly WriteRequest[]): Promise<void> {
  const { documents, table } = target;
  await concurrently(inChunks(requests, maxWrites), width, (chunk) =>
    untilNoneIsLeft(target, chunk, async (rest) => {
      const answer = await documents.send(new BatchWriteCommand({ RequestItems: { [table]: rest } }));
      return (answer.UnprocessedItems?.[table] ?? []) as WriteRequest[];
    }),
  );
}

/** Sends requests, and those that come back undone again, until none does. @throws STORE_UNAVAILABLE when some always do. */
async function untilNoneIsLeft<Request>(
  { pause }: BatchTarget,
  requests: Request[],
  send: (rest: Request[]) => Promise<Request[]>,
): Promise<void> {
  let rest = await send(requests);
  for (let retry = 0; rest.length > 0; retry++) {
    if (retry === retries) {
      throw storeUnavailable(
        'cart',
        new Error(`${rest.length} requests of a batch were undone after ${retries} retries.`),
      );
    }
    await pause(50 * 2 ** retry);
    rest = await send(rest);
  }
}
