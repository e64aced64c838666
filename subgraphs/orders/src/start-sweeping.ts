import { startRounds, type Logger, type Rounds } from '@mosaico/service';

const usualEveryMs = 10_000;

/**
 * Sweeps from time to time, and on without a pause while something is found.
 * @param options.sweep tells how much it found; what it throws is logged, and time goes on
 * @param options.waiting what waits when it fails, for the log
 */
export function startSweeping(options: {
  sweep: () => Promise<number>;
  waiting: string;
  everyMs?: number;
  logger: Logger;
}): Rounds {
  const { sweep, waiting, everyMs = usualEveryMs, logger } = options;
  return startRounds({
    async round(signal) {
      while (!signal.aborted) if ((await sweep()) === 0) return;
    },
    everyMs,
    firstAfterMs: everyMs,
    failed: (error) => logger.warn({ err: error }, waiting),
  });
}
