import { startProcess, type RunningProcess } from './start-process.ts';

/** A running shop, as a client sees it. */
export interface Mosaico {
  /** Where the gateway listens. */
  readonly origin: string;
  /** Its processes by name: one, or six. */
  readonly processes: ReadonlyMap<string, RunningProcess>;
  /** The address of each subgraph that is a process of its own, by the variable that a router reads: `ORDERS_URL`. */
  readonly subgraphUrls: Readonly<Record<string, string>>;
  /** Starts a subgraph that has ended, at the address it had. Of six processes only. */
  restart(name: string): Promise<void>;
  /** Ends all of it by SIGTERM. @returns the exit code of each process. */
  stop(): Promise<(number | null)[]>;
}

const usualPorts = { gateway: 4000, orders: 4001, catalog: 4002, cart: 4003, analytics: 4004, events: 4005 };
type ProcessName = keyof typeof usualPorts;

/**
 * Starts the gateway and the five subgraphs as processes of their own, each when those that it asks are there.
 *
 * @param options.environment what all of them get: where the stores are, or DATA_DIR for embedded ones
 * @param options.ports `usual` is 4000 for the gateway and 4001 to 4005 for the subgraphs
 * @throws with the output of the first that did not start; those that did are stopped
 */
export async function startSixProcesses(options: {
  environment: Readonly<Record<string, string>>;
  ports?: 'free' | 'usual';
  onOutput?: (name: string, text: string) => void;
  /** Out of reach of a Ctrl-C on the terminal. */
  isApart?: boolean;
}): Promise<Mosaico> {
  const { environment, ports = 'free', onOutput, isApart = false } = options;
  const processes = new Map<string, RunningProcess>();
  const environments = new Map<string, Record<string, string>>();
  const start = async (name: ProcessName, others: Record<string, string> = {}): Promise<string> => {
    environments.set(name, others);
    const running = await startProcess({
      entry: name === 'gateway' ? 'gateway/src/main.ts' : 'subgraphs/main.ts',
      arguments: name === 'gateway' ? [] : [name],
      environment: {
        LOG_LEVEL: 'info',
        PORT: ports === 'free' ? '0' : String(usualPorts[name]),
        ...environment,
        ...others,
      },
      isApart,
      ...(onOutput === undefined ? {} : { onOutput: (text) => onOutput(name, text) }),
    });
    processes.set(name, running);
    return `${running.origin}/graphql`;
  };
  const stop = (): Promise<(number | null)[]> =>
    Promise.all(Array.from(processes.values(), (running) => running.stop()));
  try {
    const [CATALOG_URL, ANALYTICS_URL, EVENTS_URL] = await Promise.all([
      start('catalog'),
      start('analytics'),
      start('events'),
    ]);
    const CART_URL = await start('cart', { CATALOG_URL });
    const ORDERS_URL = await start('orders', { CART_URL });
    const subgraphUrls = { ORDERS_URL, CATALOG_URL, CART_URL, ANALYTICS_URL, EVENTS_URL };
    await start('gateway', subgraphUrls);
    return {
      origin: processes.get('gateway')?.origin ?? '',
      processes,
      subgraphUrls,
      async restart(name) {
        const PORT = new URL(processes.get(name)?.origin ?? '').port;
        await start(name as ProcessName, { ...environments.get(name), PORT });
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
