import { startRounds, type Logger, type Metrics, type Rounds } from '@mosaico/service';

/** How late an unpaid order may end, in milliseconds: a shopper does not notice, and the database hardly. */
const usualEveryMs = 15_000;

/** Frees expired reservations again and again, beside as many others as there are processes. */
export function startReservationSweeper(options: {
  /** Tells how many orders it ended. */
  expire: () => Promise<number>;
  everyMs?: number;
  logger: Logger;
  metrics: Metrics;
}): Rounds {
  const { expire, everyMs = usualEveryMs, logger, metrics } = options;
  const expired = metrics.counter({
    name: 'mosaico_reservations_expired_total',
    help: 'Orders that were not paid in time, and whose units this process freed.',
  });
  const failed = metrics.counter({
    name: 'mosaico_reservation_sweeps_failed_total',
    help: 'Sweeps of expired reservations that failed; the next one tries again.',
  });
  return startRounds({
    async round() {
      expired.inc(await expire());
    },
    everyMs,
    failed(error) {
      failed.inc();
      logger.warn({ err: error }, 'expired reservations wait');
    },
  });
}
