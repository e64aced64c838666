import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createStoreSet, type ServerName, type StoreName } from '@mosaico/stores';
import { startTcpProxy, type TcpProxy, type Weather } from '@mosaico/testing/tcp-proxy';
import { startSixProcesses, type Mosaico } from '../../ops/distributed/six-processes.ts';
import { runToEnd } from '../../ops/distributed/start-process.ts';

export const faultyStores = ['mysql', 'postgres', 'mongodb', 'dynamodb', 'cassandra'] as const satisfies StoreName[];
export type FaultyStore = (typeof faultyStores)[number];
/** The caches and the bus fail too, but no part of an answer is theirs. */
export type FaultyPart = FaultyStore | 'redis';
const faultyParts = [...faultyStores, 'redis'] as const;

/** A shop of six processes on real servers that nobody else uses, with a proxy before each, to do them harm. */
export interface FaultyShop {
  readonly origin: string;
  /** The folder of its secrets. */
  readonly path: string;
  /** The names of processes that have ended since the start; a fault of a store must end none. */
  ended(): string[];
  /** Ends a store at once, as a crash does. */
  stopStore(store: FaultyPart): Promise<void>;
  /** Starts it again; returns when it answers. */
  startStore(store: FaultyPart): Promise<void>;
  /** What all connections to a store meet from now on. */
  setWeather(store: FaultyPart, weather: Weather): void;
  /** Resets all connections to a store. */
  cut(store: FaultyStore): void;
  /** The address of one server by the variable that names it, past the proxies. */
  url(variable: string): string;
  /** Stops the processes and the servers, and removes all of it. */
  remove(): Promise<void>;
}

/**
 * What is ended when a store is. PgBouncer stays up before a PostgreSQL that has gone, as it does where it runs on a machine
 * of its own. mongo-java-server keeps its documents in memory: instead of being ended, it is made to look so, by a proxy that
 * resets what is open and refuses what is new.
 */
const stops: Record<FaultyPart, { servers: ServerName[]; refused: string[] }> = {
  mysql: { servers: ['mysql', 'mysql-replica'], refused: ['MYSQL_URL', 'MYSQL_REPLICA_URLS'] },
  postgres: { servers: ['postgres', 'postgres-replica'], refused: ['POSTGRES_REPLICA_URL'] },
  mongodb: { servers: [], refused: ['MONGODB_URL'] },
  dynamodb: { servers: ['dynamodb'], refused: ['DYNAMODB_URL'] },
  cassandra: { servers: ['cassandra-1'], refused: ['CASSANDRA_URL'] },
  redis: { servers: ['redis-l1', 'redis-l2'], refused: ['REDIS_L1_URL', 'REDIS_L2_URL'] },
};

/** Below the ports that the system gives away, and another hundred for each process that tests at the same time. */
const portBase = 25_000 + (process.pid % 70) * 100;

/** Starts the servers in a new folder, fills them with the made-up shop, and starts the six. Takes a minute. */
export async function startFaultyShop(): Promise<FaultyShop> {
  const path = mkdtempSync(join(tmpdir(), 'mosaico-faults-'));
  const dataDir = join(path, 'data');
  const set = createStoreSet({ folder: join(path, 'stores'), portBase });
  const proxies = new Map<string, TcpProxy>();
  const proxiesOf = (store: FaultyPart): TcpProxy[] =>
    Object.keys(set.environment([store])).map((variable) => proxyOf(variable));
  const proxyOf = (variable: string): TcpProxy => {
    const proxy = proxies.get(variable);
    if (proxy === undefined) throw new Error(`There is no proxy before ${variable}.`);
    return proxy;
  };
  let shop: Mosaico | undefined;
  const remove = async (): Promise<void> => {
    await shop?.stop();
    for (const proxy of proxies.values()) await proxy.close();
    await set.reset(faultyParts);
    rmSync(path, { recursive: true, force: true, maxRetries: 3 });
  };
  try {
    await set.up(faultyParts);
    const straight = { DATA_DIR: dataDir, ...set.environment(faultyParts) };
    const seed = await runToEnd({ entry: 'standalone/src/seed/main.ts', environment: straight });
    if (seed.exitCode !== 0) throw new Error(`The seed ended with ${seed.exitCode}. It printed:\n${seed.output}`);

    const environment: Record<string, string> = { DATA_DIR: straight.DATA_DIR };
    for (const [variable, url] of Object.entries(set.environment(faultyParts))) {
      const [, host = '', port = ''] = /([\d.]+):(\d+)/.exec(url.replace(/.*@/, '')) ?? [];
      const proxy = await startTcpProxy({ host, port: Number(port) });
      proxies.set(variable, proxy);
      environment[variable] = url.replace(`${host}:${port}`, `127.0.0.1:${proxy.port}`);
    }
    shop = await startSixProcesses({ environment });
  } catch (error) {
    await remove();
    throw error;
  }
  const ended: string[] = [];
  for (const [name, { gone }] of shop.processes) void gone.then(() => ended.push(name));
  return {
    origin: shop.origin,
    path: dataDir,
    ended: () => ended,
    async stopStore(store) {
      const { servers, refused } = stops[store];
      await Promise.all(servers.map((server) => set.server(server).kill()));
      await Promise.all(refused.map((variable) => proxyOf(variable).refuse()));
    },
    async startStore(store) {
      const { servers, refused } = stops[store];
      for (const server of servers) await set.server(server).start();
      await Promise.all(refused.map((variable) => proxyOf(variable).accept()));
    },
    setWeather(store, weather) {
      for (const proxy of proxiesOf(store)) proxy.setWeather(weather);
    },
    cut(store) {
      for (const proxy of proxiesOf(store)) proxy.cut();
    },
    url: (variable) => set.environment()[variable] ?? '',
    remove,
  };
}
