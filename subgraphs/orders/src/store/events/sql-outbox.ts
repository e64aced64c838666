import type { OutboxSource, Publish, ShopEvent } from '@mosaico/bus';
import type { Knex } from 'knex';
import { chunksOf } from '../bulk.ts';
import type { Database } from '../connect.ts';
import { inTransaction } from '../transact.ts';
import { unsent } from './outbox-rows.ts';

/** How many buckets a relay takes at once: a quarter of them, so that several relays find work beside each other. */
const bucketsAtOnce = 4;
/** How many events of each. */
const eventsPerBucket = 50;
/** How many rows one statement changes that nobody waits for. */
const rowsAtOnce = 1_000;

interface OutboxRow {
  /** A string with one engine, a number with another. */
  outbox_id: number | string;
  event_id: string;
  event: string;
}

/**
 * The outbox in rows. A relay locks the buckets whose events it takes, each a row of a table that no business transaction
 * touches, until the bus has the events and they are marked: so no other relay overtakes it, and those locks go with its
 * connection when its process dies.
 *
 * @param database with connections of its own: one waits for the bus, whose consumers may ask this database, too
 */
export function createSqlOutbox(database: Database, { now }: { now: () => Date }): OutboxSource {
  const { knex } = database;
  let turn = 0;

  function relayBuckets(buckets: readonly number[], publish: Publish): Promise<{ taken: number; sent: number }> {
    return inTransaction(database, async (transaction) => {
      const rows = await readUnsent(transaction.knex, await lockFree(transaction.knex, buckets));
      if (rows.length === 0) return { keep: false, value: { taken: 0, sent: 0 } };
      const { held, epoch } = await publish(rows.map(({ event }) => JSON.parse(event) as ShopEvent));
      const sent = rows.filter(({ event_id }) => held.has(event_id)).map(({ outbox_id }) => outbox_id);
      if (sent.length > 0) {
        await transaction
          .knex('outbox')
          .comment('outbox.relay')
          .whereIn('outbox_id', sent)
          .update({ sent_at: now(), sent_epoch: epoch });
      }
      return { keep: true, value: { taken: rows.length, sent: sent.length } };
    });
  }

  return {
    async relay(publish) {
      const waiting = await findWaiting(knex);
      // Not always from the first one, so that none of them waits for ever.
      turn += 1;
      const start = turn % Math.max(waiting.length, 1);
      const turned = [...waiting.slice(start), ...waiting.slice(0, start)];
      for (const buckets of chunksOf(turned, bucketsAtOnce)) {
        const result = await relayBuckets(buckets, publish);
        if (result.taken > 0) return result;
      }
      return { taken: 0, sent: 0 };
    },

    async resend(epoch) {
      // As two ranges, which an index finds; there is seldom anything in them.
      const lost = () =>
        knex('outbox')
          .comment('outbox.resend')
          .where(
            (other) =>
              void other
                .where((before) => void before.where('sent_epoch', '>', unsent).where('sent_epoch', '<', epoch))
                .orWhere('sent_epoch', '>', epoch),
          )
          .orderBy('outbox_id');
      return inParts(lost, (ids) =>
        knex('outbox').whereIn('outbox_id', ids).update({ sent_at: null, sent_epoch: unsent }),
      );
    },

    async forget(sentBefore) {
      const old = () => knex('outbox').comment('outbox.forget').where('sent_at', '<', sentBefore).orderBy('sent_at');
      return inParts(old, (ids) => knex('outbox').whereIn('outbox_id', ids).delete());
    },

    async backlog() {
      const row = await knex('outbox')
        .comment('outbox.backlog')
        .where({ sent_epoch: unsent })
        .first<{ events: unknown; oldest: Date | null } | undefined>(
          knex.raw('count(*) as events'),
          knex.raw('min(created_at) as oldest'),
        );
      return { events: Number(row?.events ?? 0), oldest: row?.oldest ?? null };
    },
  };
}

/** The buckets in which an event waits, by one look into the index each. */
function findWaiting(knex: Knex): Promise<number[]> {
  return knex('outbox_buckets as part')
    .comment('outbox.findWaiting')
    .whereExists(
      knex('outbox').select(knex.raw('1')).where({ sent_epoch: unsent }).whereRaw('outbox.bucket = part.bucket'),
    )
    .orderBy('part.bucket')
    .pluck<number[]>('part.bucket');
}

/** Locks those of the buckets that no other relay has, without waiting for one. */
function lockFree(transaction: Knex, buckets: readonly number[]): Promise<number[]> {
  return transaction('outbox_buckets')
    .comment('outbox.lockFree')
    .whereIn('bucket', buckets)
    .orderBy('bucket')
    .forUpdate()
    .skipLocked()
    .pluck<number[]>('bucket');
}

/** The first events of each bucket, in the order in which they were written. */
async function readUnsent(transaction: Knex, buckets: readonly number[]): Promise<OutboxRow[]> {
  const [first, ...others] = buckets.map((bucket) =>
    transaction('outbox')
      .comment('outbox.readUnsent')
      .where({ sent_epoch: unsent, bucket })
      .orderBy('outbox_id')
      .limit(eventsPerBucket)
      .select('outbox_id', 'event_id', 'event'),
  );
  if (first === undefined) return [];
  const rows = (await (others.length === 0 ? first : transaction.unionAll([first, ...others], true))) as OutboxRow[];
  return rows.toSorted((a, b) => Number(a.outbox_id) - Number(b.outbox_id));
}

/** Changes all rows of a question, some at a time. @returns how many */
async function inParts(
  question: () => Knex.QueryBuilder,
  change: (ids: readonly (number | string)[]) => PromiseLike<number>,
): Promise<number> {
  let changed = 0;
  for (;;) {
    const ids = (await question().limit(rowsAtOnce).pluck('outbox_id')) as (number | string)[];
    if (ids.length > 0) changed += await change(ids);
    if (ids.length < rowsAtOnce) return changed;
  }
}
