import type { Logger, Metrics } from '@mosaico/service';
import { restAfter, type RetryPolicy } from './backoff.ts';
import { createConsumerMetrics } from './consumer-metrics.ts';
import type { DeadLetters } from './dead-letters.ts';
import { BusError, BusErrorCode, hasCode, isPassing } from './errors.ts';
import type { EventType, ShopEvent } from './event.ts';

/**
 * Does what one part of the shop does when something has happened. It is called at least once for each event, and again after
 * a crash or a failure: its effect and the event's id in the inbox of the same store are one atomic write, so that a second
 * call changes nothing. Throws `unprocessable` where no further try can help.
 */
export type Handler<Type extends EventType> = (event: ShopEvent<Type>) => Promise<void>;
export type Handlers = { readonly [Type in EventType]?: Handler<Type> };

/** One part of the shop, as a transport sees it. */
export interface Consumer {
  /** All processes with the same name share the events; each group gets all of them. */
  readonly group: string;
  readonly types: readonly EventType[];
  /**
   * Resolves when the event is done with: handled, or a dead letter.
   * @param options.deliveries how often it has been delivered before, to whichever process: one that ended each process which
   *   took it becomes a dead letter, too.
   * @throws when it is neither, and has to be delivered again: the consumer stops, its store does not answer, which is no fault
   *   of the event, or the dead letters cannot be written.
   */
  deliver(event: ShopEvent, options?: { deliveries?: number }): Promise<void>;
}

export const usualRetries: RetryPolicy = { tries: 5, firstRestMs: 50, longestRestMs: 5_000 };

/** After so many processes that took an event and never said how it ended, it is the event that ends them. */
const mostDeliveries = 10;

/**
 * Puts the handlers of a group behind retries and dead letters.
 *
 * @param options.pause waits, in milliseconds; rejects when the signal is aborted
 * @param options.signal ends waits between tries, so that a process can drain
 */
export function createConsumer(options: {
  group: string;
  handlers: Handlers;
  deadLetters: DeadLetters;
  retries?: RetryPolicy;
  pause: (ms: number, signal: AbortSignal) => Promise<unknown>;
  random: () => number;
  now: () => Date;
  signal: AbortSignal;
  logger: Logger;
  metrics: Metrics;
}): Consumer {
  const { group, handlers, deadLetters, retries = usualRetries, pause, random, now, signal, logger } = options;
  const record = createConsumerMetrics({ group, metrics: options.metrics, now });

  async function bury(event: ShopEvent, { error, tries }: { error: unknown; tries: number }): Promise<void> {
    const reason = Error.isError(error) ? error.message : String(error);
    await deadLetters.add({ event, group, reason, tries, at: now() });
    record.dead(event);
    logger.error({ err: error, group, event: event.id, type: event.type, tries }, 'an event became a dead letter');
  }

  /** @returns null when it was handled */
  async function attempt(event: ShopEvent): Promise<{ error: unknown } | null> {
    try {
      await (handlers[event.type] as Handler<EventType> | undefined)?.(event);
      return null;
    } catch (error) {
      return { error };
    }
  }

  return {
    group,
    types: Object.keys(handlers) as EventType[],
    async deliver(event, { deliveries = 0 } = {}) {
      if (deliveries >= mostDeliveries) {
        const error = new Error(
          `It was delivered ${deliveries} times, and no process that took it has said how it ended.`,
        );
        return bury(event, { error, tries: deliveries });
      }
      for (let tries = 1; ; tries += 1) {
        if (signal.aborted) throw stopped(event);
        const failure = await attempt(event);
        if (failure === null) {
          record.handled(event);
          return;
        }
        const { error } = failure;
        const isHopeless = hasCode(error, BusErrorCode.unprocessable);
        if (isHopeless || (tries >= retries.tries && !isPassing(error))) return bury(event, { error, tries });
        record.failed(event);
        if (tries >= retries.tries) throw error;
        logger.warn({ err: error, group, event: event.id, type: event.type, tries }, 'an event is tried again');
        await pause(restAfter(tries, { ...retries, random }), signal).catch(() => undefined);
      }
    },
  };
}

function stopped({ id, type }: ShopEvent): BusError {
  return new BusError(BusErrorCode.stopped, `The consumer stopped before it had handled ${type} ${id}.`);
}
