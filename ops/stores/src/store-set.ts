import { rmSync } from 'node:fs';
import { readConfig } from './config.ts';
import { engines } from './engines/all.ts';
import { firstUnmet } from './install/need.ts';
import { type DebeziumTool, findDebezium } from './install/debezium.ts';
import { installExtras, installNeeds } from './install/install-needs.ts';
import { underLock } from './lock.ts';
import { type CassandraNodes, type ServerName, serversOf, type StoreName, storeNames } from './names.ts';
import { handleOf, type ServerHandle } from './server-handle.ts';
import { openSetFolder, type SetFolder } from './set-folder.ts';
import { agreeOnNodes, forEachStore, type ServerStatus, startStore, statusOf, stopStore } from './store-life.ts';

/** One set of real servers on this machine, on loopback, however they run. */
export interface Stores {
  /** The set's folder, absolute. */
  readonly folder: string;
  /** The URLs, known before anything runs: by the variables that Mosaico's processes read. */
  environment(names?: readonly StoreName[]): Record<string, string>;
  /**
   * Starts what is not running, and returns when all of it answers. Twice is once, also when several processes do it at once.
   * @param options.install true also installs what is missing, where it may
   * @param options.cassandraNodes how many nodes a new ring gets; a ring that is made keeps its number
   * @param options.say is told what happens, a line each
   * @throws StoresError; what could be started stays up
   */
  up(
    names: readonly StoreName[],
    options?: { install?: boolean; cassandraNodes?: CassandraNodes; say?: (line: string) => void },
  ): Promise<void>;
  /** Stops the servers cleanly; returns when they are gone. */
  down(names: readonly StoreName[]): Promise<void>;
  /** One row for each server of the set. */
  status(): Promise<ServerStatus[]>;
  /** Stops the servers and removes their data. */
  reset(names: readonly StoreName[]): Promise<void>;
}

/** A set whose servers are native processes, with their data in the set's folder. */
export interface StoreSet extends Stores {
  /** Null when the store's programs are all here; otherwise one sentence that names the exact command to type. */
  missing(name: StoreName): string | null;
  /** One server by its name, to do to it what a fault test needs. */
  server(name: ServerName): ServerHandle;
  /** What reads changes from MySQL's binary log; null where it is not installed. */
  debezium(): DebeziumTool | null;
}

/** Where a set is; what is absent here is taken from the configuration. */
export interface SetOptions {
  /** STORES_DIR when absent. */
  folder?: string;
  /** For what is downloaded and built; STORES_TOOLS_DIR when absent. */
  toolsFolder?: string;
  /** The set's ports lie in the hundred from here on; STORES_PORT_BASE when absent. */
  portBase?: number;
}

/** @throws ConfigError */
export function openConfiguredFolder(options: SetOptions = {}): SetFolder {
  const config = readConfig();
  return openSetFolder({
    folder: options.folder ?? config.STORES_DIR,
    tools: options.toolsFolder ?? config.STORES_TOOLS_DIR,
    portBase: options.portBase ?? config.STORES_PORT_BASE,
  });
}

/** @throws ConfigError */
export function createStoreSet(options: SetOptions = {}): StoreSet {
  const set = openConfiguredFolder(options);
  const inTurn = <T>(store: StoreName, work: () => Promise<T>): Promise<T> => underLock(set.lock(store), work);
  return {
    folder: set.path,
    environment: (names = storeNames) =>
      Object.assign({}, ...names.map((name) => engines[name].environment(set))) as Record<string, string>,
    missing: (name) => firstUnmet(engines[name].needs(set)),
    async up(names, { install = false, cassandraNodes, say = () => undefined } = {}) {
      if (install) await installNeeds(set, { names, say });
      await forEachStore(names, (store) =>
        inTurn(store, async () => {
          if (store === 'cassandra') agreeOnNodes(set, cassandraNodes);
          await startStore(set, { engine: engines[store], say });
        }),
      );
      if (install) await installExtras(set, { names, say });
    },
    down: (names) => forEachStore(names, (store) => inTurn(store, () => stopStore(set, store))),
    status: () =>
      Promise.all(storeNames.flatMap((store) => engines[store].servers(set).map((one) => statusOf(set, one)))),
    reset: (names) =>
      forEachStore(names, (store) =>
        inTurn(store, async () => {
          await stopStore(set, store);
          for (const server of serversOf[store])
            rmSync(set.home(server), { recursive: true, force: true, maxRetries: 3 });
          if (store === 'cassandra') set.keepCassandraNodes(null);
        }),
      ),
    server: (name) => handleOf(set, name),
    debezium: () => findDebezium(set),
  };
}
