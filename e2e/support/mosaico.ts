import { startProcess } from '../../ops/distributed/start-process.ts';
import type { Mosaico } from '../../ops/distributed/six-processes.ts';

/** Everything in one process, on a free port. */
export async function startStandalone(options: { environment: Readonly<Record<string, string>> }): Promise<Mosaico> {
  const shop = await startProcess({
    entry: 'standalone/src/main.ts',
    environment: { PORT: '0', ...options.environment },
  });
  return {
    origin: shop.origin,
    processes: new Map([['standalone', shop]]),
    subgraphUrls: {},
    restart: () => Promise.reject(new Error('One process has no parts to restart.')),
    stop: async () => [await shop.stop()],
  };
}
