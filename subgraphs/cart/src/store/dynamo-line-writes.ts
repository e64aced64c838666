import { UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import type { CartAddition, CartLine, CartLineKey, OrderedUnits } from './cart-store.ts';
import { unlessConditionFails } from './dynamo/failures.ts';
import type { DynamoStoreOptions } from './dynamo/store-options.ts';
import { epochSeconds } from './lifetimes.ts';
import { isFree, isLive, timesOf, toKey } from './line-item.ts';
import type { ChangeNotes } from './outbox/change-notes.ts';

/**
 * The conditional writes of one line of a cart. Each is true when it was made, and false when its condition did not hold; what
 * a line remembers of orders stays with each.
 */
export interface LineWrites {
  /** When there is a live line with room, that does not have this addition already. */
  add(addition: CartAddition): Promise<boolean>;
  /** When there is no live line. */
  make(addition: CartAddition): Promise<boolean>;
  /** When there is no live line. Announces nothing, as nothing has happened: it was so. */
  fill(line: CartLine, now: Date): Promise<boolean>;
  /** When there is a live line. */
  setQuantity(change: CartLineKey & { readonly quantity: number; readonly at: Date }): Promise<boolean>;
  /** When there is a live line. */
  remove(key: CartLineKey, at: Date): Promise<boolean>;
  /** When the order has not been here before, and what it ordered can be taken, or there is nothing to take. */
  take(order: OrderedUnits, ordered: OrderedLine): Promise<boolean>;
}

export interface OrderedLine {
  readonly sku: string;
  readonly quantity: number;
  /** What was added after was not ordered. */
  readonly latest: Date;
}

type Change = Pick<UpdateCommandInput, 'UpdateExpression' | 'ConditionExpression' | 'ExpressionAttributeValues'>;

/** Lines in DynamoDB. A change and the mark of it, by which it is announced, are one write. */
export function createLineWrites(
  options: Pick<DynamoStoreOptions, 'documents' | 'table'> & { changes: ChangeNotes },
): LineWrites {
  const { documents, table, changes } = options;

  return {
    add: ({ productId, quantity, at, additionId, maxUnits, ...key }) =>
      announced(key, {
        UpdateExpression:
          'SET quantity = quantity + :more, product_id = :product, updated_at = :at, expires_at = :expiry, ' +
          'last_addition = :addition, unsent_change = :change',
        ConditionExpression: `${isLive} AND quantity <= :room AND (attribute_not_exists(last_addition) OR last_addition <> :addition)`,
        ExpressionAttributeValues: {
          ...changeAt(at),
          ':more': quantity,
          ':product': productId,
          ':addition': additionId,
          ':room': maxUnits - quantity,
        },
      }),

    make: ({ productId, quantity, at, additionId, ...key }) =>
      announced(key, {
        UpdateExpression:
          'SET product_id = :product, quantity = :quantity, added_at = :at, updated_at = :at, expires_at = :expiry, ' +
          'last_addition = :addition, unsent_change = :change REMOVE removed_at',
        ConditionExpression: isFree,
        ExpressionAttributeValues: {
          ...changeAt(at),
          ':product': productId,
          ':quantity': quantity,
          ':addition': additionId,
        },
      }),

    fill: (line, now) =>
      write(line, {
        UpdateExpression:
          'SET product_id = :product, quantity = :quantity, added_at = :added, updated_at = :at, expires_at = :expiry ' +
          'REMOVE removed_at, last_addition',
        ConditionExpression: isFree,
        ExpressionAttributeValues: {
          ...timesOf(line.updatedAt),
          ':product': line.productId,
          ':quantity': line.quantity,
          ':added': line.addedAt.toISOString(),
          ':now': epochSeconds(now),
        },
      }),

    setQuantity: ({ quantity, at, ...key }) =>
      announced(key, {
        UpdateExpression: 'SET quantity = :quantity, updated_at = :at, expires_at = :expiry, unsent_change = :change',
        ConditionExpression: isLive,
        ExpressionAttributeValues: { ...changeAt(at), ':quantity': quantity },
      }),

    remove: (key, at) =>
      announced(key, {
        UpdateExpression: 'SET removed_at = :at, expires_at = :expiry, unsent_change = :change',
        ConditionExpression: isLive,
        ExpressionAttributeValues: changeAt(at),
      }),

    async take({ customerId, eventId, at }, { sku, quantity, latest }) {
      const key = { customerId, sku };
      const isNew = 'NOT contains(orders, :event)';
      const isOrdered = `${isLive} AND added_at <= :latest AND ${isNew}`;
      const remembered = { ':event': eventId, ':events': new Set([eventId]) };
      const units = { ':ordered': quantity, ':latest': latest.toISOString() };
      const all = announced(key, {
        UpdateExpression: 'SET removed_at = :at, expires_at = :expiry, unsent_change = :change ADD orders :events',
        ConditionExpression: `${isOrdered} AND quantity <= :ordered`,
        ExpressionAttributeValues: { ...changeAt(at), ...remembered, ...units },
      });
      if (await all) return true;
      const some = announced(key, {
        UpdateExpression:
          'SET quantity = quantity - :ordered, updated_at = :at, expires_at = :expiry, unsent_change = :change ADD orders :events',
        ConditionExpression: `${isOrdered} AND quantity > :ordered`,
        ExpressionAttributeValues: { ...changeAt(at), ...remembered, ...units },
      });
      if (await some) return true;
      // Nothing to take; but what is put there later was not ordered by this order.
      return write(key, {
        UpdateExpression: 'SET removed_at = :at, expires_at = :expiry ADD orders :events',
        ConditionExpression: `${isFree} AND ${isNew}`,
        ExpressionAttributeValues: { ...timesOf(at), ...remembered },
      });
    },
  };

  async function write(key: CartLineKey, change: Change): Promise<boolean> {
    const update = new UpdateCommand({ TableName: table, Key: toKey(key), ...change });
    return (await unlessConditionFails(documents.send(update))) !== null;
  }

  /** It is noted after it has been made, and also when nobody knows whether it has. */
  async function announced(key: CartLineKey, change: Change): Promise<boolean> {
    let isMade = true;
    try {
      isMade = await write(key, change);
    } finally {
      if (isMade) changes.note(key.customerId);
    }
    return isMade;
  }

  function changeAt(at: Date) {
    return { ...timesOf(at), ':change': changes.mark(at) };
  }
}
