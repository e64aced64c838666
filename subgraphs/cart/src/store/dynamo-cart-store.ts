import { UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import type { CartAddition, CartLine, CartLineKey, CartStore, OrderedUnits } from './cart-store.ts';
import { batchGet } from './dynamo/batch.ts';
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
  /** Of a line that was taken out: it stays, unseen, for what it remembers. */
  removed_at?: string;
  /** The events of the orders that have taken their units. */
  orders?: Set<string>;
};

/** How often a line is tried to be written against others that make, change and remove it. */
const maxAttempts = 8;
/** The clocks of the processes that place orders and fill carts differ by less. */
const clockToleranceMs = 2_000;

const isLive = '(expires_at > :now AND attribute_not_exists(removed_at))';
/** A line that was taken out, or has expired and is not deleted yet, gives way. */
const isFree = `(attribute_not_exists(user_id) OR NOT ${isLive})`;

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
        if (!item && (await makeNew(addition))) return 'added';
      }
      throw new Error(`The line ${addition.sku} changed under each of ${maxAttempts} attempts to add to it.`);
    },

    setQuantity: ({ quantity, at, ...key }) =>
      update(key, {
        UpdateExpression: 'SET quantity = :quantity, updated_at = :at, expires_at = :expiry',
        ConditionExpression: isLive,
        ExpressionAttributeValues: { ':quantity': quantity, ...timesOf(at) },
      }),

    remove: (key) => removeLine(key, now()),

    async clear(customerId) {
      const items = await liveItemsOf(customerId);
      await concurrently(items, requestWidth, ({ sku }) => removeLine({ customerId, sku }, now()));
    },

    async takeOrdered(order) {
      await concurrently(order.lines, requestWidth, (line) => takeFromLine(order, line));
    },

    async putMissing(lines) {
      const written = await concurrently(lines, requestWidth / 2, (line) => makeLine(line, { at: now() }));
      return written.filter(Boolean).length;
    },
  };

  /** A conditional write of one line, made where it is not. False when its condition does not hold. */
  async function update(key: CartLineKey, change: Omit<UpdateCommandInput, 'TableName' | 'Key'>): Promise<boolean> {
    const write = new UpdateCommand({ TableName: table, Key: toKey(key), ...change });
    return (await unlessConditionFails(documents.send(write))) !== null;
  }

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
  function addToLine(addition: CartAddition): Promise<boolean> {
    const { productId, quantity, at, additionId, maxUnits } = addition;
    return update(addition, {
      UpdateExpression:
        'SET quantity = quantity + :more, product_id = :product, updated_at = :at, expires_at = :expiry, last_addition = :addition',
      ConditionExpression: `${isLive} AND quantity <= :room AND (attribute_not_exists(last_addition) OR last_addition <> :addition)`,
      ExpressionAttributeValues: {
        ':more': quantity,
        ':product': productId,
        ...timesOf(at),
        ':addition': additionId,
        ':room': maxUnits - quantity,
      },
    });
  }

  function makeNew(addition: CartAddition): Promise<boolean> {
    const { at, additionId } = addition;
    return makeLine({ ...addition, addedAt: at, updatedAt: at }, { at, additionId });
  }

  /** False when there is a live line. What one that was taken out remembers stays. */
  function makeLine(line: CartLine, { at, additionId }: { at: Date; additionId?: string }): Promise<boolean> {
    const { productId, quantity, addedAt, updatedAt } = line;
    const addition = additionId === undefined ? {} : { ':addition': additionId };
    return update(line, {
      UpdateExpression:
        'SET product_id = :product, quantity = :quantity, added_at = :added, updated_at = :at, expires_at = :expiry' +
        (additionId === undefined
          ? ' REMOVE removed_at, last_addition'
          : ', last_addition = :addition REMOVE removed_at'),
      ConditionExpression: isFree,
      ExpressionAttributeValues: {
        ':product': productId,
        ':quantity': quantity,
        ':added': addedAt.toISOString(),
        ...timesOf(updatedAt),
        ...addition,
        ':now': epochSeconds(at),
      },
    });
  }

  /** False when there is no live line. */
  function removeLine(key: CartLineKey, at: Date): Promise<boolean> {
    return update(key, {
      UpdateExpression: 'SET removed_at = :at, expires_at = :expiry',
      ConditionExpression: isLive,
      ExpressionAttributeValues: timesOf(at),
    });
  }

  async function takeFromLine(order: OrderedUnits, { sku, quantity }: OrderedUnits['lines'][number]): Promise<void> {
    const { customerId, eventId, orderedAt, at } = order;
    const latest = new Date(orderedAt.getTime() + clockToleranceMs).toISOString();
    const isNew = 'NOT contains(orders, :event)';
    const isOrdered = `${isLive} AND added_at <= :latest AND ${isNew}`;
    const event = { ...timesOf(at), ':event': eventId, ':events': new Set([eventId]) };
    const units = { ...event, ':ordered': quantity, ':latest': latest };
    const ways: Omit<UpdateCommandInput, 'TableName' | 'Key'>[] = [
      {
        UpdateExpression: 'SET removed_at = :at, expires_at = :expiry ADD orders :events',
        ConditionExpression: `${isOrdered} AND quantity <= :ordered`,
        ExpressionAttributeValues: units,
      },
      {
        UpdateExpression:
          'SET quantity = quantity - :ordered, updated_at = :at, expires_at = :expiry ADD orders :events',
        ConditionExpression: `${isOrdered} AND quantity > :ordered`,
        ExpressionAttributeValues: units,
      },
      {
        // Nothing to take; but what is put there later was not ordered by this order.
        UpdateExpression: 'SET removed_at = :at, expires_at = :expiry ADD orders :events',
        ConditionExpression: `${isFree} AND ${isNew}`,
        ExpressionAttributeValues: event,
      },
    ];
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
      for (const way of ways) if (await update({ customerId, sku }, way)) return;
      const item = (await itemsOf(customerId)).find((each) => each.sku === sku);
      if (item?.orders?.has(eventId) === true) return;
      if (item && liveAt(at)(item) && item.added_at > latest) return;
    }
    throw new Error(`The line ${sku} changed under each of ${maxAttempts} attempts to take ordered units from it.`);
  }
}

function toKey({ customerId, sku }: CartLineKey): Pick<LineItem, 'user_id' | 'sku'> {
  return { user_id: customerId, sku };
}

/** The times of a change: when it is, when what it leaves is forgotten, and what has expired by then. */
function timesOf(at: Date) {
  return {
    ':at': at.toISOString(),
    ':expiry': expirySeconds(at, cartLineLifetimeMs),
    ':now': epochSeconds(at),
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
  return ({ expires_at, removed_at }) => expires_at > epochSeconds(now) && removed_at === undefined;
}

function byFirstAdded(one: CartLine, other: CartLine): number {
  return one.addedAt.getTime() - other.addedAt.getTime() || (one.sku < other.sku ? -1 : 1);
}
