/** A step that has to succeed once: at most one attempt at a time, which all callers share; after a failure the next caller tries again. */
export function createRetriedStep(step: () => Promise<void>): () => Promise<void> {
  let attempt: Promise<void> | null = null;
  return () =>
    (attempt ??= step().catch((error: unknown) => {
      attempt = null;
      throw error;
    }));
}
