import type { CreateEvent } from '@mosaico/bus';
import { queryItems } from '../dynamo/query.ts';
import type { DynamoStoreOptions } from '../dynamo/store-options.ts';
import { byFirstAdded, liveAt, toLine, type LineItem } from '../line-item.ts';
import { timeOfMark, type ChangeNotes } from './change-notes.ts';
import type { ChangeSource, ItemMark } from './change-source.ts';
import { findMarkedItems, takeOffMarks } from './marked-items.ts';

/** Changes of carts, by customer. Changes of several lines that nobody has been told of are one event. */
export function createCartChanges(
  options: Pick<DynamoStoreOptions, 'documents' | 'table' | 'now'> & { notes: ChangeNotes; createEvent: CreateEvent },
): ChangeSource {
  const { documents, table, now, notes, createEvent } = options;
  return {
    notes,

    async read(customerId) {
      const items = (await queryItems(documents, {
        TableName: table,
        KeyConditionExpression: 'user_id = :customer',
        ExpressionAttributeValues: { ':customer': customerId },
        ConsistentRead: true,
      })) as LineItem[];
      const marks = items.flatMap(toMark);
      const newest = marks
        .map(({ mark }) => mark)
        .sort()
        .at(-1);
      if (newest === undefined) return null;
      const at = timeOfMark(newest);
      const lines = items.filter(liveAt(now())).map(toLine).sort(byFirstAdded);
      const event = createEvent('cart.updated', {
        aggregate: { kind: 'cart', id: customerId },
        at,
        data: {
          cartId: customerId,
          customerId,
          updatedAt: at.toISOString(),
          items: lines.map(({ sku, quantity }) => ({ sku, quantity })),
        },
      });
      return { event, marks };
    },

    settle: (marks) => takeOffMarks(options, marks),

    async find(by) {
      const oldest = new Map<string, string>();
      for (const { user_id, unsent_change } of await findMarkedItems(options, { by, key: ['user_id', 'sku'] })) {
        const [id, mark] = [String(user_id), String(unsent_change)];
        const known = oldest.get(id);
        if (known === undefined || mark < known) oldest.set(id, mark);
      }
      return oldest;
    },
  };
}

function toMark({ user_id, sku, unsent_change, removed_at, orders }: LineItem): ItemMark[] {
  if (unsent_change === undefined) return [];
  const isRemains = removed_at !== undefined && orders === undefined;
  return [{ key: { user_id, sku }, mark: unsent_change, isRemains }];
}
