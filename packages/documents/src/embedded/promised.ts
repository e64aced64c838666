/** Runs synchronous work so that what it throws is a rejection. */
export function promised<R>(work: () => R): Promise<R> {
  return new Promise((resolve) => {
    resolve(work());
  });
}
