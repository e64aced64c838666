/** At most one run at a time. Who calls while one is under way shares the next one, since that one may have looked already. */
export function createSharedRun(run: () => Promise<void>): () => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  let next: Promise<void> | null = null;
  return () =>
    (next ??= last.then(() => {
      next = null;
      const running = run();
      last = running.catch(() => undefined);
      return running;
    }));
}
