import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createStoreSet, type StoreName, type StoreSet } from '@mosaico/stores';

/** Real servers that one test has for itself, to stop and break as it likes. */
export interface OwnStores {
  readonly set: StoreSet;
  /** Stops the servers and removes all that they left. */
  remove(): Promise<void>;
}

/** Prepares a folder and free ports for real servers of these stores; nothing is started. */
export async function createOwnStores(names: readonly StoreName[]): Promise<OwnStores> {
  const folder = mkdtempSync(join(tmpdir(), 'mosaico-own-stores-'));
  const set = createStoreSet({ folder, portBase: await freeHundred() });
  return {
    set,
    async remove() {
      await set.reset(names);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Below the ports that systems give to whoever asks for any. */
async function freeHundred(): Promise<number> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const base = 24_000 + 100 * randomInt(80);
    const ports = Array.from({ length: 100 }, (_, offset) => base + offset);
    if ((await Promise.all(ports.map(isFree))).every(Boolean)) return base;
  }
  throw new Error('A hundred free ports from 24,000 to 31,999 were required; in 20 attempts none was found.');
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}
