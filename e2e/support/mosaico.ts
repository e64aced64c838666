import { startProcess, type RunningProcess } from './processes.ts';

/** A running shop, as a client sees it. */
export interface Mosaico {
  /** Where the gateway listens. */
  readonly origin: string;
  /** Its processes by name: one, or six. */
  readonly processes: ReadonlyMap<string, RunningProcess>;
  /** Starts a subgraph that has ended, at the address it had. Of six processes only. */
  restart(name: string): Promise<void>;
  /** Ends all of it by SIGTERM. @returns the exit code of each process. */
  stop(): Promise<(number | null)[]>;
}

/** Everything in one process, on a free port. */
export async function startStandalone(options: {
  dataDir: string;
  environment?: Record<string, string>;
}): Promise<Mosaico> {
  const shop = await startProcess({
    entry: 'standalone/src/main.ts',
    environment: { DATA_DIR: options.dataDir, PORT: '0', ...options.environment },
  });
  return mosaicoOf({
    origin: shop.origin,
    processes: new Map([['standalone', shop]]),
    restart: () => Promise.reject(new Error('One process has no parts to restart.')),
  });
}

/** The gateway and the five subgraphs as processes of their own, on free ports and the embedded stores of one data folder. */
export async function startDistributed(options: { dataDir: string }): Promise<Mosaico> {
  const processes = new Map<string, RunningProcess>();
  const environments = new Map<string, Record<string, string>>();
  const start = async (name: string, environment: Record<string, string> = {}): Promise<string> => {
    environments.set(name, environment);
    const running = await startProcess({
      entry: name === 'gateway' ? 'gateway/src/main.ts' : 'subgraphs/main.ts',
      arguments: name === 'gateway' ? [] : [name],
      environment: { DATA_DIR: options.dataDir, PORT: '0', LOG_LEVEL: 'info', ...environment },
    });
    processes.set(name, running);
    return `${running.origin}/graphql`;
  };
  try {
    const [CATALOG_URL, ANALYTICS_URL, EVENTS_URL] = await Promise.all([
      start('catalog'),
      start('analytics'),
      start('events'),
    ]);
    const CART_URL = await start('cart', { CATALOG_URL });
    const ORDERS_URL = await start('orders', { CART_URL });
    await start('gateway', { ORDERS_URL, CATALOG_URL, CART_URL, ANALYTICS_URL, EVENTS_URL });
  } catch (error) {
    await Promise.all(Array.from(processes.values(), (running) => running.stop()));
    throw error;
  }
  return mosaicoOf({
    origin: processes.get('gateway')?.origin ?? '',
    processes,
    async restart(name) {
      const PORT = new URL(processes.get(name)?.origin ?? '').port;
      await start(name, { ...environments.get(name), PORT });
    },
  });
}

function mosaicoOf(shop: Omit<Mosaico, 'stop'>): Mosaico {
  return { ...shop, stop: () => Promise.all(Array.from(shop.processes.values(), (running) => running.stop())) };
}
