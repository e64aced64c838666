import type { Logger, Metrics } from '@mosaico/service';

export interface ReservationSweeper {
  /** Resolves when what is under way has ended; nothing is begun after. */
  stop(): Promise<void>;
}

/** How late an unpaid order may end, in milliseconds: a shopper does not notice, and the database hardly. */
const usualEveryMs = 15_000;

/** Frees expired reservations again and again, beside as many others as there are processes. */
export function startReservationSweeper(options: {
  /** Tells how many orders it ended. */
  expire: () => Promise<number>;
  everyMs?: number;
  logger: Logger;
  metrics: Metrics;
}): ReservationSweeper {
  const { expire, everyMs = usualEveryMs, logger, metrics } = options;
  const expired = metrics.counter({
    name: 'mosaico_reservations_expired_total',
    help: 'Orders that were not paid in time, and whose units this process freed.',
  });
  const failed = metrics.counter({
    name: 'mosaico_reservation_sweeps_failed_total',
    help: 'Sweeps of expired reservations that failed; the next one tries again.',
  });
  const stopping = Promise.withResolvers<undefined>();
  let isStopping = false;

  async function rest(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const timer = setTimeout(resolve, everyMs);
    await Promise.race([promise, stopping.promise]);
    clearTimeout(timer);
  }

  async function work(): Promise<void> {
    while (!isStopping) {
      try {
        expired.inc(await expire());
      } catch (error) {
        failed.inc();
        logger.warn({ err: error }, 'expired reservations wait');
      }
      await rest();
    }
  }

  const working = work();
  return {
    async stop() {
      isStopping = true;
      stopping.resolve(undefined);
      await working;
    },
  };
}
