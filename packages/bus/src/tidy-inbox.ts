import type { Logger } from '@mosaico/service';
import type { DeadLetters } from './dead-letters.ts';
import type { Inbox } from './inbox.ts';

const hourMs = 3_600_000;
/**
 * How long it is remembered that an event was handled. An outbox sends again what it sent in the last hour; a process that stands
 * still, or a whole group, may give back later what it had handled and not acknowledged: nobody lets them stand for a month.
 */
const usualKeepMs = 30 * 24 * hourMs;

/**
 * Keeps an inbox from growing for ever. What is among the dead letters may be delivered again at any time, to those as well who have
 * handled it: what was handled since the oldest of those events is kept.
 *
 * @returns what stops it, and resolves when nothing is under way
 */
export function tidyInbox(options: {
  inbox: Inbox;
  deadLetters: Pick<DeadLetters, 'list' | 'count'>;
  everyMs?: number;
  keepMs?: number;
  now: () => Date;
  logger: Logger;
}): () => Promise<void> {
  const { inbox, deadLetters, everyMs = hourMs, keepMs = usualKeepMs, now, logger } = options;

  async function tidy(): Promise<void> {
    const letters = await deadLetters.list({ limit: (await deadLetters.count()) + 1 });
    const times = letters.map(({ event }) => new Date(event.time).getTime());
    const events = await inbox.forget(new Date(Math.min(now().getTime() - keepMs, ...times)));
    if (events > 0) logger.info({ events }, 'events that were handled long ago are forgotten');
  }

  let tidying = Promise.resolve();
  const timer = setInterval(() => {
    tidying = tidying.then(tidy).catch((error: unknown) => {
      logger.warn({ err: error }, 'the inbox could not be tidied; will try again');
    });
  }, everyMs).unref();
  return async () => {
    clearInterval(timer);
    await tidying;
  };
}
