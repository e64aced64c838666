import type { Logger, Rounds } from '@mosaico/service';
import { startSweeping } from './start-sweeping.ts';
import type { CapturedOutbox } from './store/events/captured-outbox.ts';

/** So long a Debezium that has lost its place finds in the table what it would else read from the binary log. */
const keepMs = 24 * 3_600_000;
const everyMs = 600_000;

/** Keeps an outbox from growing for ever whose events nobody marks as sent. */
export function startForgettingCaptured(options: { outbox: CapturedOutbox; now: () => Date; logger: Logger }): Rounds {
  const { outbox, now, logger } = options;
  return startSweeping({
    sweep: () => outbox.forget(new Date(now().getTime() - keepMs)),
    waiting: 'events that were captured long ago wait to be removed',
    everyMs,
    logger,
  });
}
