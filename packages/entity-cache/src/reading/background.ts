/** Work that no answer waits for, and that must be over before the process lets go of what it uses. */
export interface Background {
  /** The work must not reject. */
  run(work: Promise<void>): void;
  /** Resolves when there is none. */
  idle(): Promise<void>;
}

export function createBackground(): Background {
  const running = new Set<Promise<void>>();
  return {
    run(work) {
      running.add(work);
      void work.finally(() => running.delete(work));
    },
    async idle() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
