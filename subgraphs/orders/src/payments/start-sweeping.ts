import type { Logger } from '@mosaico/service';

/** Does something again and again until it is stopped. */
export interface Sweeping {
  /** Resolves when what is under way has ended; nothing is begun after. */
  stop(): Promise<void>;
}

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
}): Sweeping {
  const { sweep, waiting, everyMs = usualEveryMs, logger } = options;
  const stopping = new AbortController();
  const { signal } = stopping;

  async function work(): Promise<void> {
    let found = 0;
    for (;;) {
      if (found === 0) await pause();
      if (signal.aborted) return;
      found = await sweep().catch((error: unknown) => {
        logger.warn({ err: error }, waiting);
        return 0;
      });
    }
  }

  async function pause(): Promise<void> {
    if (signal.aborted) return;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const end = () => resolve(undefined);
    const timer = setTimeout(end, everyMs).unref();
    signal.addEventListener('abort', end, { once: true });
    await promise;
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
  }

  const working = work();
  return {
    async stop() {
      stopping.abort();
      await working;
    },
  };
}
