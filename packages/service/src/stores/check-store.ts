import type { StoreHealth } from '../subgraph.ts';

/** One store's health: ready when the question resolves within the time. */
export async function checkStore(options: {
  store: string;
  engine: string;
  ping: () => Promise<unknown>;
  timeoutMs?: number;
}): Promise<StoreHealth> {
  const { store, engine, ping, timeoutMs = 2_000 } = options;
  const deadline = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => deadline.resolve(false), timeoutMs);
  const answer = ping().then(
    () => true,
    () => false,
  );
  const ready = await Promise.race([answer, deadline.promise]);
  clearTimeout(timer);
  return { store, engine, ready };
}
