/** Runs work in the order of its coming for each key, the keys beside each other. */
export interface KeyedQueue {
  /** Resolves or rejects as the work does. Work that fails does not keep what is behind it. */
  run<Result>(key: string, work: () => Promise<Result>): Promise<Result>;
  /** How much has been given and has not ended. */
  readonly size: number;
}

/** @param options.width how much may be under way at once, over all keys */
export function createKeyedQueue({ width }: { width: number }): KeyedQueue {
  const tails = new Map<string, Promise<unknown>>();
  const waiting: (() => void)[] = [];
  let running = 0;
  let size = 0;

  async function withSlot<Result>(work: () => Promise<Result>): Promise<Result> {
    // The slot of whoever ends is handed to who waits longest, so that `running` never passes the width.
    if (running === width) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  }

  return {
    run(key, work) {
      size += 1;
      const before = tails.get(key) ?? Promise.resolve();
      const result = before.then(() => withSlot(work));
      const tail = result.then(
        () => undefined,
        () => undefined,
      );
      tails.set(key, tail);
      void tail.then(() => {
        size -= 1;
        if (tails.get(key) === tail) tails.delete(key);
      });
      return result;
    },
    get size() {
      return size;
    },
  };
}
