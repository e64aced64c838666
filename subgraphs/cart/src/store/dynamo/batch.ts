import { BatchGetCommand, BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { storeUnavailable } from '@mosaico/service';
import type { Wait } from './backoff.ts';
import { concurrently, inChunks } from './concurrently.ts';
import type { Item } from './query.ts';
import type { DynamoStoreOptions } from './store-options.ts';

/** The most that DynamoDB takes in one request. */
const maxGets = 100;
const maxWrites = 25;
/** Batches under way at once. */
const width = 4;

/** Where the items are, and how to wait for those that DynamoDB leaves undone. */
export type BatchTarget = Pick<DynamoStoreOptions, 'documents' | 'table' | 'backoff'>;

/**
 * The items that there are under these distinct keys, in any order, strongly consistent.
 * @throws STORE_UNAVAILABLE when DynamoDB still leaves some undone after `patienceMs`; so do all here
 */
export async function batchGet(
  target: BatchTarget,
  { keys, patienceMs, projection }: { keys: readonly Item[]; patienceMs: number; projection?: string },
): Promise<Item[]> {
  const { documents, table, backoff } = target;
  const waits = backoff.within(patienceMs);
  const how = { ConsistentRead: true, ...(projection === undefined ? {} : { ProjectionExpression: projection }) };
  const chunks = await concurrently(inChunks(keys, maxGets), width, async (chunk) => {
    const found: Item[] = [];
    await untilNoneIsLeft(chunk, waits(), async (rest) => {
      const answer = await documents.send(new BatchGetCommand({ RequestItems: { [table]: { Keys: rest, ...how } } }));
      found.push(...((answer.Responses?.[table] ?? []) as Item[]));
      return (answer.UnprocessedKeys?.[table]?.Keys ?? []) as Item[];
    });
    return found;
  });
  return chunks.flat();
}

/** Writes the items, whatever is there under their distinct keys. */
export function batchPut(target: BatchTarget, given: { items: readonly Item[]; patienceMs: number }): Promise<void> {
  const requests = given.items.map((item) => ({ PutRequest: { Item: item } }));
  return batchWrite(target, { requests, patienceMs: given.patienceMs });
}

/**
 * Writes those of the items that are not there, the first of each key. Not atomic: an item that somebody else writes
 * between the look and the write is overwritten, so it is for items that nobody else makes.
 * @returns how many were written
 */
export async function batchPutMissing(
  target: BatchTarget,
  given: { items: readonly Item[]; key: readonly [string, string]; patienceMs: number },
): Promise<number> {
  const { items, patienceMs } = given;
  const [hash, range] = given.key;
  const identify = (item: Item) => JSON.stringify([item[hash], item[range]]);
  const missing = new Map<string, Item>();
  for (const item of items) if (!missing.has(identify(item))) missing.set(identify(item), item);
  const keys = Array.from(missing.values(), (item) => ({ [hash]: item[hash], [range]: item[range] }));
  for (const there of await batchGet(target, { keys, patienceMs, projection: given.key.join(', ') })) {
    missing.delete(identify(there));
  }
  await batchPut(target, { items: Array.from(missing.values()), patienceMs });
  return missing.size;
}

type WriteRequest = { PutRequest: { Item: Item } };

async function batchWrite(
  target: BatchTarget,
  { requests, patienceMs }: { requests: readonly WriteRequest[]; patienceMs: number },
): Promise<void> {
  const { documents, table, backoff } = target;
  const waits = backoff.within(patienceMs);
  await concurrently(inChunks(requests, maxWrites), width, (chunk) =>
    untilNoneIsLeft(chunk, waits(), async (rest) => {
      const answer = await documents.send(new BatchWriteCommand({ RequestItems: { [table]: rest } }));
      return (answer.UnprocessedItems?.[table] ?? []) as WriteRequest[];
    }),
  );
}

/** Sends requests, and those that come back undone again, until none does. */
async function untilNoneIsLeft<Request>(
  requests: Request[],
  wait: Wait,
  send: (rest: Request[]) => Promise<Request[]>,
): Promise<void> {
  let rest = await send(requests);
  while (rest.length > 0) {
    if (!(await wait())) {
      throw storeUnavailable('cart', new Error(`DynamoDB left ${rest.length} requests of a batch undone to the end.`));
    }
    rest = await send(rest);
  }
}
