import type { OutboxSource, Publication, ShopEvent } from '@mosaico/bus';
import type { DocumentCollection } from '@mosaico/documents';
import type { Document, ObjectId } from 'mongodb';
import type { OutboxDocument } from './outbox-document.ts';

/** A relay has died, or has lost its server, that took longer than this to publish what it took. */
const usualLeaseMs = 10_000;
/** How many documents a relay takes at a time, and how many events of each. */
const mostDocuments = 100;
const mostEvents = 50;
/** Each event tells the whole state, so that the last ones will do for a bus that has lost them. */
const mostSent = 20;

/** Found through the sparse indexes of `migrations/indexes.ts`, as every time is after these. */
const hasWaiting = { 'outbox.waiting.time': { $gt: '' } };
const hasSent = { 'outbox.sent.at': { $gt: new Date(0) } };

/**
 * The events that lie in the documents of a collection. All events of a document have one partition key, and no other document's
 * events have it: so who holds the lease of the document keeps the order.
 *
 * @param options.newId names a lease, and nothing else
 */
export function createCollectionOutbox(options: {
  collection: DocumentCollection<OutboxDocument>;
  now: () => Date;
  newId: () => string;
  leaseMs?: number;
}): OutboxSource {
  const { collection, now, newId, leaseMs = usualLeaseMs } = options;

  /** Takes documents that no other relay has: of two that want one, the second finds it leased. */
  async function claim(by: string): Promise<Claimed[]> {
    const at = now();
    const isFree: Document = {
      ...hasWaiting,
      $or: [{ 'outbox.lease': { $exists: false } }, { 'outbox.lease.until': { $lte: at } }],
    };
    const candidates = await collection.find(isFree, { projection: { _id: 1 }, limit: mostDocuments });
    if (candidates.length === 0) return [];
    const lease = { by, until: new Date(at.getTime() + leaseMs) };
    await collection.bulkWrite(
      candidates.map(({ _id }) => ({
        updateOne: { filter: { _id, ...isFree }, update: { $set: { 'outbox.lease': lease } } },
      })),
      { ordered: false },
    );
    const held = await collection.find(
      { _id: { $in: candidates.map(({ _id }) => _id) }, 'outbox.lease.by': by },
      { projection: { 'outbox.waiting': 1 } },
    );
    return held.map(({ _id, outbox }) => ({ _id, events: (outbox?.waiting ?? []).slice(0, mostEvents) }));
  }

  /** Gives the documents back. What the bus has of them goes from what waits to what was sent; the rest stays in its place. */
  async function giveBack(claimed: readonly Claimed[], by: string, { held, epoch }: Publication): Promise<number> {
    const at = now();
    const marks = claimed.map(({ _id, events }) => {
      const sent = events.filter(({ id }) => held.has(id));
      const update = {
        $unset: { 'outbox.lease': '' as const },
        ...(sent.length === 0
          ? {}
          : {
              $pull: { 'outbox.waiting': { id: { $in: sent.map(({ id }) => id) } } },
              $push: {
                'outbox.sent': { $each: sent.map((event) => ({ event, epoch, at })), $slice: -mostSent },
              },
            }),
      };
      return { sent: sent.length, write: { updateOne: { filter: { _id, 'outbox.lease.by': by }, update } } };
    });
    // Whose lease another relay has taken over is marked by that one.
    await collection.bulkWrite(
      marks.map(({ write }) => write),
      { ordered: false },
    );
    return marks.reduce((sum, { sent }) => sum + sent, 0);
  }

  return {
    async relay(publish) {
      const by = newId();
      const claimed = await claim(by);
      if (claimed.length === 0) return { taken: 0, sent: 0 };
      const events = claimed.flatMap((one) => one.events);
      try {
        const publication = await publish(events);
        return { taken: events.length, sent: await giveBack(claimed, by, publication) };
      } catch (error) {
        // Or else they would wait until the lease ends. Where that fails, too, they do.
        await giveBack(claimed, by, nothingHeld).catch(() => undefined);
        throw error;
      }
    },

    async resend(epoch) {
      const isLost: Document = { ...hasSent, 'outbox.sent': { $elemMatch: { epoch: { $ne: epoch } } } };
      let events = 0;
      for (;;) {
        const found = await collection.find(isLost, { projection: { 'outbox.sent': 1 }, limit: mostDocuments });
        for (const { _id, outbox } of found) {
          const lost = (outbox?.sent ?? []).filter((one) => one.epoch !== epoch).map(({ event }) => event);
          const ids = lost.map(({ id }) => id);
          // Another process that resends has moved the first one with the others.
          const { matchedCount } = await collection.updateOne(
            { _id, 'outbox.sent.event.id': ids[0] },
            {
              $pull: { 'outbox.sent': { 'event.id': { $in: ids } } },
              $push: { 'outbox.waiting': { $each: lost, $position: 0 } },
            },
          );
          if (matchedCount === 1) events += lost.length;
        }
        if (found.length < mostDocuments) return events;
      }
    },

    async forget(sentBefore) {
      const isOld = { 'outbox.sent.at': { $lt: sentBefore } };
      let events = 0;
      for (;;) {
        const found = await collection.find(isOld, { projection: { 'outbox.sent.at': 1 }, limit: mostDocuments });
        if (found.length === 0) return events;
        await collection.updateMany(
          { _id: { $in: found.map(({ _id }) => _id) } },
          { $pull: { 'outbox.sent': { at: { $lt: sentBefore } } } },
        );
        for (const { outbox } of found) events += (outbox?.sent ?? []).filter(({ at }) => at < sentBefore).length;
      }
    },

    async backlog() {
      const [found] = await collection.aggregate<{ events: number; oldest: string }>([
        { $match: hasWaiting },
        { $unwind: '$outbox.waiting' },
        { $group: { _id: null, events: { $sum: 1 }, oldest: { $min: '$outbox.waiting.time' } } },
      ]);
      return found === undefined
        ? { events: 0, oldest: null }
        : { events: found.events, oldest: new Date(found.oldest) };
    },
  };
}

interface Claimed {
  readonly _id: ObjectId;
  readonly events: readonly ShopEvent[];
}

const nothingHeld: Publication = { held: new Set(), epoch: '' };
