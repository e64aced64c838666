import type { StoreHealth } from '@mosaico/service';
import { z } from 'zod';

const answerSchema = z.object({
  stores: z.array(z.object({ store: z.string(), engine: z.string(), ready: z.boolean() })).min(1),
});

/** The health of every store behind the subgraphs; a subgraph that does not answer in time is listed as not ready. */
export function createSubgraphHealth(options: {
  /** The `/graphql` address of each subgraph by name. */
  urls: Readonly<Record<string, string>>;
  timeoutMs?: number;
}): () => Promise<StoreHealth[]> {
  const { urls, timeoutMs = 3_000 } = options;
  return async () => {
    const health = Object.entries(urls).map(async ([name, url]): Promise<StoreHealth[]> => {
      try {
        const response = await fetch(new URL('/health/ready', url), { signal: AbortSignal.timeout(timeoutMs) });
        return answerSchema.parse(await response.json()).stores;
      } catch {
        return [{ store: name, engine: 'the subgraph does not answer', ready: false }];
      }
    });
    return (await Promise.all(health)).flat();
  };
}
