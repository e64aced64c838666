import type { OutboxSource } from '@mosaico/bus';
import type { DocumentDatabase } from '@mosaico/documents';
import { createCollectionOutbox } from './collection-outbox.ts';

/** The events of the catalog: those that lie in its products, and those that lie in its reviews. */
export function createDocumentOutbox(options: {
  database: DocumentDatabase;
  now: () => Date;
  newId: () => string;
  leaseMs?: number;
}): OutboxSource {
  const { database, ...shared } = options;
  const outboxes = ['products', 'reviews'].map((name) =>
    createCollectionOutbox({ ...shared, collection: database.collection(name) }),
  );
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
    forget: async (sentBefore) => sumOf(await Promise.all(outboxes.map((outbox) => outbox.forget(sentBefore)))),
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

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
