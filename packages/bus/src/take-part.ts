import { setTimeout as delay } from 'node:timers/promises';
import type { Logger, Metrics } from '@mosaico/service';
import { createConsumer, type Handlers } from './consumer.ts';
import type { Inbox } from './inbox.ts';
import type { Bus } from './open-bus.ts';
import type { OutboxSource } from './outbox.ts';
import { startRelay } from './relay.ts';
import { tidyInbox } from './tidy-inbox.ts';

/** One part of the shop on the bus. */
export interface Participant {
  /** To be called after each commit that wrote events to the outbox. Never throws. */
  wake(): void;
  /** Publishes and takes nothing further; resolves when what was under way has ended. To be called before the stores close. */
  stop(): Promise<void>;
}

/** Without a bus events wait in the outbox, and nothing is heard. */
const alone: Participant = { wake: () => undefined, stop: () => Promise.resolve() };

/**
 * Brings a part's events to the bus, and the bus's events to its handlers.
 *
 * @param options.name of the part: the group that its processes share, and the name of its outbox in logs and metrics
 * @param options.outbox of a part that announces something
 * @param options.inbox of a part that remembers what it has handled
 */
export function takePart(options: {
  name: string;
  bus: Bus | null;
  outbox?: OutboxSource;
  inbox?: Inbox;
  handlers: Handlers;
  now: () => Date;
  random?: () => number;
  logger: Logger;
  metrics: Metrics;
}): Participant {
  const { name, bus, outbox, inbox, handlers, now, random = Math.random, logger, metrics } = options;
  if (bus === null) return alone;
  const { transport, deadLetters } = bus;
  const stopping = new AbortController();
  const { signal } = stopping;
  const shared = { now, random, logger, metrics };
  const pause = (ms: number) => delay(ms, undefined, { signal });
  const subscription = transport.subscribe(
    createConsumer({ ...shared, group: name, handlers, deadLetters, pause, signal }),
  );
  const stopTidying = inbox && tidyInbox({ inbox, deadLetters, now, logger });
  const relay = outbox && startRelay({ ...shared, name, source: outbox, transport });
  return {
    wake: () => relay?.wake(),
    async stop() {
      // What is being handled waits no longer between tries; the relay may wait for it.
      stopping.abort();
      await Promise.all([relay?.stop(), stopTidying?.(), subscription.then((one) => one.stop())]);
    },
  };
}
