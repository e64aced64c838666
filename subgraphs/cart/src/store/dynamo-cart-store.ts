import { DeleteCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { CartAddition, CartLine, CartLineKey, CartStore } from './cart-store.ts';
import { batchDelete, batchGet } from './dynamo/batch.ts';
import { requestWidth } from './dynamo/client.ts';
import { concurrently } from './dynamo/concurrently.ts';
import { unlessConditionFails } from './dynamo/failures.ts';
import { queryItems } from './dynamo/query.ts';
import type { DynamoStoreOptions } from './dynamo/store-options.ts';
import { cartLineLifetimeMs, epochSeconds, expirySeconds } from './lifetimes.ts';
import { manyKeysLimitMs } from './limits.ts';

/** A line as it is stored. */
type LineItem = {
  user_id: string;
  sku: string;
  product_id: string;
  quantity: number;
  /** ISO 8601, UTC, with milliseconds; so are all times but the expiry. */
  added_at: string;
  updated_at: string;
  expires_at: number;
  /** The addition that changed it last: the mark by which the same addition, sent again, is known. */
  last_addition?: string;
};

/** How often an addition is tried against others that make and remove the same line. */
const maxAttempts = 8;

const isLive = 'expires_at > :now';
/** A line that has expired, and is not deleted yet, gives way. */
const isFree = `attribute_not_exists(user_id) OR NOT ${isLive}`;

/** Carts in DynamoDB, by conditional writes of single items. */
export function createDynamoCartStore(options: DynamoStoreOptions): CartStore {
  const { documents, table, now } = options;

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
        if (await addToLine(addition)) return 'added';
        const items = await liveItemsOf(addition.customerId);
        const item = items.find(({ sku }) => sku === addition.sku);
        if (item?.last_addition === addition.additionId) return 'added';
        if (item && item.quantity + addition.quantity > addition.maxUnits) return 'tooManyUnits';
        if (!item && items.length >= addition.maxLines) return 'tooManyLines';
        if (!item && (await makeLine(addition))) return 'added';
      }
      throw new Error(`The line ${addition.sku} changed under each of ${maxAttempts} attempts to add to it.`);
    },

    async setQuantity({ quantity, at, ...key }) {
      const update = new UpdateCommand({
        TableName: table,
        Key: toKey(key),
        UpdateExpression: 'SET quantity = :quantity, updated_at = :at, expires_at = :expiry',
        ConditionExpression: isLive,
        ExpressionAttributeValues: { ':quantity': quantity, ...timesOf(at), ':now': epochSeconds(at) },
      });
      return (await unlessConditionFails(documents.send(update))) !== null;
    },

    async remove(key) {
      const removal = new DeleteCommand({
        TableName: table,
        Key: toKey(key),
        ConditionExpression: isLive,
        ExpressionAttributeValues: { ':now': epochSeconds(now()) },
      });
      return (await unlessConditionFails(documents.send(removal))) !== null;
    },

    async clear(customerId) {
      const items = await itemsOf(customerId);
      const keys = items.map(({ user_id, sku }) => ({ user_id, sku }));
      await batchDelete(options, { keys, patienceMs: manyKeysLimitMs });
    },

    async putMissing(lines) {
      const written = await concurrently(lines, requestWidth / 2, async (line) => {
        const put = new PutCommand({
          TableName: table,
          Item: toItem(line),
          ConditionExpression: isFree,
          ExpressionAttributeValues: { ':now': epochSeconds(now()) },
        });
        return (await unlessConditionFails(documents.send(put))) !== null;
      });
      return written.filter(Boolean).length;
    },
  };

  async function itemsOf(customerId: string): Promise<LineItem[]> {
    const items = await queryItems(documents, {
      TableName: table,
      KeyConditionExpression: 'user_id = :customer',
      ExpressionAttributeValues: { ':customer': customerId },
      ConsistentRead: true,
    });
    return items as LineItem[];
  }

  async function liveItemsOf(customerId: string): Promise<LineItem[]> {
    return (await itemsOf(customerId)).filter(liveAt(now()));
  }

  /** False when there is no live line, or no room in it, or when it has this addition already. */
  async function addToLine(addition: CartAddition): Promise<boolean> {
    const { productId, quantity, at, additionId, maxUnits } = addition;
    const update = new UpdateCommand({
      TableName: table,
      Key: toKey(addition),
      UpdateExpression:
        'SET quantity = quantity + :more, product_id = :product, updated_at = :at, expires_at = :expiry, last_addition = :addition',
      ConditionExpression: `${isLive} AND quantity <= :room AND (attribute_not_exists(last_addition) OR last_addition <> :addition)`,
      ExpressionAttributeValues: {
        ':more': quantity,
        ':product': productId,
        ...timesOf(at),
        ':addition': additionId,
        ':now': epochSeconds(at),
        ':room': maxUnits - quantity,
      },
    });
    return (await unlessConditionFails(documents.send(update))) !== null;
  }

  /** False when there is a live line. */
  async function makeLine(addition: CartAddition): Promise<boolean> {
    const { at, additionId } = addition;
    const put = new PutCommand({
      TableName: table,
      Item: { ...toItem({ ...addition, addedAt: at, updatedAt: at }), last_addition: additionId },
      ConditionExpression: isFree,
      ExpressionAttributeValues: { ':now': epochSeconds(at) },
    });
    return (await unlessConditionFails(documents.send(put))) !== null;
  }
}

function toKey({ customerId, sku }: CartLineKey): Pick<LineItem, 'user_id' | 'sku'> {
  return { user_id: customerId, sku };
}

function timesOf(at: Date) {
  return { ':at': at.toISOString(), ':expiry': expirySeconds(at, cartLineLifetimeMs) };
}

function toItem(line: CartLine): LineItem {
  return {
    user_id: line.customerId,
    sku: line.sku,
    product_id: line.productId,
    quantity: line.quantity,
    added_at: line.addedAt.toISOString(),
    updated_at: line.updatedAt.toISOString(),
    expires_at: expirySeconds(line.updatedAt, cartLineLifetimeMs),
  };
}

function toLine(item: LineItem): CartLine {
  return {
    customerId: item.user_id,
    sku: item.sku,
    productId: item.product_id,
    quantity: item.quantity,
    addedAt: new Date(item.added_at),
    updatedAt: new Date(item.updated_at),
  };
}

function liveAt(now: Date): (item: LineItem) => boolean {
  return ({ expires_at }) => expires_at > epochSeconds(now);
}

function byFirstAdded(one: CartLine, other: CartLine): number {
  return one.addedAt.getTime() - other.addedAt.getTime() || (one.sku < other.sku ? -1 : 1);
}
