import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createStoreSet, portsPerSet, type StoreName, type StoreSet } from '../../src/index.ts';

/** A set that no other test has: an empty folder, and a hundred ports on which nobody listens. */
export interface OwnSet {
  readonly set: StoreSet;
  readonly folder: string;
  readonly portBase: number;
  /** Stops what runs and removes all of it. */
  remove(): Promise<void>;
}

export async function makeSet(stores: readonly StoreName[]): Promise<OwnSet> {
  const folder = mkdtempSync(join(tmpdir(), 'mosaico-stores-'));
  const portBase = await freePortBase();
  const set = createStoreSet({ folder, portBase });
  return {
    set,
    folder,
    portBase,
    async remove() {
      await set.reset(stores);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The beginning of a hundred ports that are free now, above the sets that people have and below the ports that systems deal out. */
export async function freePortBase(): Promise<number> {
  const first = 24_000 + (process.pid % 60) * portsPerSet;
  for (let base = first; base < 32_000; base += portsPerSet) {
    const servers = await Promise.allSettled([1, 2, 31, 51, 52].map((offset) => listen(base + offset)));
    for (const server of servers) if (server.status === 'fulfilled') server.value.close();
    if (servers.every(({ status }) => status === 'fulfilled')) return base;
  }
  throw new Error('There is no free hundred of ports from 24000 to 31999.');
}

/** Listens on loopback until it is closed. */
export function listen(port: number): Promise<Server> {
  const { promise, resolve, reject } = Promise.withResolvers<Server>();
  const server = createServer();
  server.once('error', reject);
  server.listen(port, '127.0.0.1', () => resolve(server));
  return promise;
}
