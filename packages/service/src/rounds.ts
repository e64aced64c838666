/** Work that comes round again and again, beside what a process answers. */
export interface Rounds {
  /** There is something to do: a round begins at once, or another one after that under way. After a failure only time begins one. Never throws. */
  wake(): void;
  /** Resolves when the round under way has ended; none is begun after. */
  stop(): Promise<void>;
}

/**
 * Begins a round at once, and another after each rest and each `wake`; never two at a time.
 *
 * @param options.round does what there is to do; one that takes long ends early when its signal is aborted
 * @param options.everyMs from the end of a round to the beginning of the next, in milliseconds
 * @param options.firstAfterMs how long to rest before the first round; 0 when absent
 * @param options.restMs how long to rest after so many failures in a row; `everyMs` when absent
 * @param options.failed is told what a round threw, and how many in a row have failed
 */
export function startRounds(options: {
  round: (signal: AbortSignal) => Promise<void>;
  everyMs: number;
  firstAfterMs?: number;
  restMs?: (failures: number) => number;
  failed: (error: unknown, failures: number) => void;
}): Rounds {
  const { round, everyMs, firstAfterMs = 0, restMs = () => everyMs, failed } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  let isWoken = false;
  let failures = 0;
  let endRest: () => void = () => undefined;

  async function rest(ms: number): Promise<void> {
    // A wake that came while a round was under way begins another one.
    if (signal.aborted || (isWoken && failures === 0)) return;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const timer = setTimeout(resolve, ms, undefined);
    endRest = () => resolve(undefined);
    await promise;
    clearTimeout(timer);
  }

  async function work(): Promise<void> {
    if (firstAfterMs > 0) await rest(firstAfterMs);
    while (!signal.aborted) {
      isWoken = false;
      try {
        await round(signal);
        failures = 0;
      } catch (error) {
        failures += 1;
        failed(error, failures);
      }
      await rest(failures === 0 ? everyMs : restMs(failures));
    }
  }

  const working = work();
  return {
    wake() {
      isWoken = true;
      if (failures === 0) endRest();
    },
    async stop() {
      stopping.abort();
      endRest();
      await working;
    },
  };
}
