import type { CartStore, OrderedUnits } from './cart-store.ts';
import { createLineWrites, type OrderedLine } from './dynamo-line-writes.ts';
import { batchGet } from './dynamo/batch.ts';
import { requestWidth } from './dynamo/client.ts';
import { concurrently } from './dynamo/concurrently.ts';
import { deleteItemsOf } from './dynamo/delete-items-of.ts';
import { queryItems } from './dynamo/query.ts';
import type { DynamoStoreOptions } from './dynamo/store-options.ts';
import { manyKeysLimitMs } from './limits.ts';
import { byFirstAdded, liveAt, toKey, toLine, type LineItem } from './line-item.ts';
import type { ChangeNotes } from './outbox/change-notes.ts';

/** How often a line is tried to be written against others that make, change and remove it. */
const maxAttempts = 8;
/** The clocks of the processes that place orders and fill carts differ by less. */
const clockToleranceMs = 2_000;

/** Carts in DynamoDB, by conditional writes of single items. */
export function createDynamoCartStore(options: DynamoStoreOptions & { changes: ChangeNotes }): CartStore {
  const { now } = options;
  const lineWrites = createLineWrites(options);

  return {
    async linesOf(customerIds) {
      const distinct = Array.from(new Set(customerIds));
      const carts = await concurrently(distinct, requestWidth, async (customerId) => {
        const lines = (await liveItemsOf(customerId)).map(toLine);
        return [customerId, lines.sort(byFirstAdded)] as const;
      });
      return new Map(carts);
    },

    async linesAt(keys) {
      const distinct = new Map(keys.map((key) => [JSON.stringify([key.customerId, key.sku]), toKey(key)]));
      const items = await batchGet(options, { keys: Array.from(distinct.values()), patienceMs: manyKeysLimitMs });
      return (items as LineItem[]).filter(liveAt(now())).map(toLine);
    },

    async add(addition) {
      for (let attempt = 0; attempt < maxAttempts; attempt++) {
        if (await lineWrites.add(addition)) return 'added';
        const items = await liveItemsOf(addition.customerId);
        const item = items.find(({ sku }) => sku === addition.sku);
        if (item?.last_addition === addition.additionId) return 'added';
        if (item && item.quantity + addition.quantity > addition.maxUnits) return 'tooManyUnits';
        if (!item && items.length >= addition.maxLines) return 'tooManyLines';
        if (!item && (await lineWrites.make(addition))) return 'added';
      }
      throw new Error(`The line ${addition.sku} changed under each of ${maxAttempts} attempts to add to it.`);
    },

    setQuantity: (change) => lineWrites.setQuantity(change),

    remove: (key) => lineWrites.remove(key, now()),

    async clear(customerId) {
      const items = await liveItemsOf(customerId);
      await concurrently(items, requestWidth, ({ sku }) => lineWrites.remove({ customerId, sku }, now()));
    },

    erase: (customerId) => deleteItemsOf(options, { customerId, key: ['user_id', 'sku'] }),

    async takeOrdered(order) {
      const latest = new Date(order.orderedAt.getTime() + clockToleranceMs);
      await concurrently(order.lines, requestWidth, (line) => takeFromLine(order, { ...line, latest }));
    },

    async putMissing(lines) {
      const written = await concurrently(lines, requestWidth / 2, (line) => lineWrites.fill(line, now()));
      return written.filter(Boolean).length;
    },
  };

  async function takeFromLine(order: OrderedUnits, ordered: OrderedLine): Promise<void> {
    const { sku, latest } = ordered;
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
      if (await lineWrites.take(order, ordered)) return;
      const item = (await itemsOf(order.customerId)).find((each) => each.sku === sku);
      const isTaken = item?.orders?.has(order.eventId) === true;
      if (isTaken || (item && liveAt(order.at)(item) && item.added_at > latest.toISOString())) return;
    }
    throw new Error(`The line ${sku} changed under each of ${maxAttempts} attempts to take ordered units from it.`);
  }

  async function itemsOf(customerId: string): Promise<LineItem[]> {
    const items = await queryItems(options.documents, {
      TableName: options.table,
      KeyConditionExpression: 'user_id = :customer',
      ExpressionAttributeValues: { ':customer': customerId },
      ConsistentRead: true,
    });
    return items as LineItem[];
  }

  async function liveItemsOf(customerId: string): Promise<LineItem[]> {
    return (await itemsOf(customerId)).filter(liveAt(now()));
  }
}
