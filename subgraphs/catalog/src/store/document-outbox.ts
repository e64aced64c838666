import type { OutboxSource } from '@mosaico/bus';
import type { DocumentDatabase } from '@mosaico/documents';
import { createCollectionOutbox } from './collection-outbox.ts';
import type { TombstoneDocument } from './tombstone-document.ts';

/**
 * The events of the catalog: those that lie in its products, in its reviews, and in what products that are gone have left. A product's
 * removal may be told before a change that was on its way: whose state is the later one its revision says.
 */
export function createDocumentOutbox(options: {
  database: DocumentDatabase;
  now: () => Date;
  newId: () => string;
  leaseMs?: number;
}): OutboxSource {
  const { database, ...shared } = options;
  const outboxes = ['products', 'reviews', 'tombstones'].map((name) =>
    createCollectionOutbox({ ...shared, collection: database.collection(name) }),
  );
  const tombstones = database.collection<TombstoneDocument>('tombstones');
  return {
    async relay(publish) {
      const outcomes = await Promise.allSettled(outboxes.map((outbox) => outbox.relay(publish)));
      const relayed = outcomes.map((outcome) => {
        if (outcome.status === 'rejected') throw outcome.reason;
        return outcome.value;
      });
      return {
        taken: relayed.reduce((sum, { taken }) => sum + taken, 0),
        sent: relayed.reduce((sum, { sent }) => sum + sent, 0),
      };
    },
    resend: async (epoch) => sumOf(await Promise.all(outboxes.map((outbox) => outbox.resend(epoch)))),
    async forget(sentBefore) {
      const forgotten = sumOf(await Promise.all(outboxes.map((outbox) => outbox.forget(sentBefore))));
      if (forgotten > 0) await tombstones.deleteMany(hasNothingToSay);
      return forgotten;
    },
    async backlog() {
      const backlogs = await Promise.all(outboxes.map((outbox) => outbox.backlog()));
      const times = backlogs.flatMap(({ oldest }) => (oldest === null ? [] : [oldest.getTime()]));
      return {
        events: sumOf(backlogs.map(({ events }) => events)),
        oldest: times.length === 0 ? null : new Date(Math.min(...times)),
      };
    },
  };
}

/** What a tombstone is when its event has been told and is no longer kept. */
const hasNothingToSay = {
  'outbox.waiting': { $size: 0 },
  'outbox.sent': { $size: 0 },
  doomed: { $exists: false },
};

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
