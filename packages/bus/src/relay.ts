import { startRounds, type Logger, type Metrics } from '@mosaico/service';
import { restAfter } from './backoff.ts';
import type { OutboxSource, Publish } from './outbox.ts';
import type { Transport } from './transport.ts';

/** Brings the events of one outbox to the bus. */
export interface Relay {
  /** To be called after each commit that wrote events: they are on their way at once, not at the next look. Never throws. */
  wake(): void;
  /** Resolves when what is being published has ended; nothing is begun after. */
  stop(): Promise<void>;
}

/** A look finds what a process which died left behind, and what was written by one that has no relay. */
const usualLookEveryMs = 1_000;
/** How long sent events stay, for a bus that loses what it held: far longer than any consumer needs to have read them. */
const usualKeepMs = 3_600_000;
const rests = { tries: Infinity, firstRestMs: 100, longestRestMs: 5_000 };

/** Starts to relay: at once, after each `wake`, and from time to time. Several relays of one outbox, in as many processes, are safe. */
export function startRelay(options: {
  /** For logs and metrics: `orders`. */
  name: string;
  source: OutboxSource;
  transport: Pick<Transport, 'publish' | 'epoch'>;
  lookEveryMs?: number;
  keepMs?: number;
  now: () => Date;
  random: () => number;
  logger: Logger;
  metrics: Metrics;
}): Relay {
  const {
    name,
    source,
    transport,
    lookEveryMs = usualLookEveryMs,
    keepMs = usualKeepMs,
    now,
    random,
    logger,
  } = options;
  const published = options.metrics.counter({
    name: 'mosaico_events_published_total',
    help: 'Events that the bus has taken from an outbox.',
    labelNames: ['outbox'],
  });
  let epoch: string | null = null;

  const publish: Publish = async (events) => {
    const publication = await transport.publish(events);
    published.inc({ outbox: name }, publication.held.size);
    return publication;
  };

  async function resendWhatWasLost(): Promise<void> {
    const current = await transport.epoch();
    if (current === epoch) return;
    const events = await source.resend(current);
    if (events > 0) logger.warn({ outbox: name, events }, 'the bus has lost what it held; events are sent again');
    epoch = current;
  }

  async function look(signal: AbortSignal): Promise<void> {
    await resendWhatWasLost();
    for (;;) {
      const { taken, sent } = await source.relay(publish);
      if (sent < taken) throw new Error(`The bus took ${sent} of ${taken} events.`);
      if (taken === 0 || signal.aborted) break;
    }
    await source.forget(new Date(now().getTime() - keepMs));
  }

  return startRounds({
    round: look,
    everyMs: lookEveryMs,
    restMs: (failures) => restAfter(failures, { ...rests, random }),
    failed: (error, failures) => logger.warn({ err: error, outbox: name, failures }, 'events wait in the outbox'),
  });
}
