import type { OutboxSource, ShopEvent } from '../../src/index.ts';

interface Row {
  readonly event: ShopEvent;
  sent: { epoch: string; at: Date } | null;
}

/** An outbox in this process, for tests of what lies around one. */
export function createMemoryOutbox(options: { now: () => Date; batch?: number }): OutboxSource & {
  add: (...events: ShopEvent[]) => void;
} {
  const { now, batch = 100 } = options;
  let rows: Row[] = [];
  const unsent = () => rows.filter(({ sent }) => sent === null);
  return {
    add: (...events) => void rows.push(...events.map((event) => ({ event, sent: null }))),
    async relay(publish) {
      const taken = unsent().slice(0, batch);
      if (taken.length === 0) return { taken: 0, sent: 0 };
      const { held, epoch } = await publish(taken.map(({ event }) => event));
      for (const row of taken) if (held.has(row.event.id)) row.sent = { epoch, at: now() };
      return { taken: taken.length, sent: held.size };
    },
    resend(epoch) {
      const lost = rows.filter(({ sent }) => sent !== null && sent.epoch !== epoch);
      for (const row of lost) row.sent = null;
      return Promise.resolve(lost.length);
    },
    forget(sentBefore) {
      const before = rows.length;
      rows = rows.filter(({ sent }) => sent === null || sent.at >= sentBefore);
      return Promise.resolve(before - rows.length);
    },
    backlog: () => Promise.resolve({ events: unsent().length, oldest: null }),
  };
}
