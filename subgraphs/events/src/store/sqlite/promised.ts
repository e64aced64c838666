/**
 * Does synchronous work, as `node:sqlite` does it, for a port that promises.
 * What the work throws becomes a rejection that keeps it as its `cause`.
 */
export function promised<Result>(work: () => Result): Promise<Result> {
  return new Promise((resolve, reject) => {
    try {
      resolve(work());
    } catch (cause) {
      reject(new Error('The events file did not do what was asked of it.', { cause }));
    }
  });
}
