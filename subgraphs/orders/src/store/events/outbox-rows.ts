import { crc32 } from 'node:zlib';
import type { ShopEvent } from '@mosaico/bus';
import { insertRows } from '../bulk.ts';
import type { Database } from '../connect.ts';
import { outboxBuckets } from '../migrations/003-events.ts';

/** What `sent_epoch` is while an event is not sent. */
export const unsent = '';

/**
 * Writes events beside the changes that they announce.
 *
 * Their ids follow the order in which they are written. Two changes of one aggregate are in order because each of them holds
 * the aggregate's row locked while it writes its event; between aggregates a lower id may appear after a higher one.
 *
 * @param transaction the database, bound to the transaction that makes the changes
 */
export async function insertEvents(transaction: Database, events: readonly ShopEvent[]): Promise<void> {
  await insertRows(
    transaction,
    'outbox',
    events.map((event) => ({
      bucket: crc32(event.partitionkey) % outboxBuckets,
      event_id: event.id,
      event_type: event.type,
      partition_key: event.partitionkey,
      event: JSON.stringify(event),
      created_at: new Date(event.time),
      sent_epoch: unsent,
    })),
  );
}
