import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nameRealDatabases } from '@mosaico/testing/real-databases';
import { isOnRealStores } from './config.ts';

/** Where one test's shop keeps its data. */
export interface ShopData {
  /** What its processes are started with. */
  readonly environment: Readonly<Record<string, string>>;
  /** The folder of embedded stores, of the secrets, and of what the seed remembers. */
  readonly path: string;
  /** To be called before the first process starts. */
  create(): Promise<void>;
  remove(): Promise<void>;
}

/** True where the tests run on real servers: each file runs on embedded stores and on those, unchanged. */
export const onRealStores = isOnRealStores();

/** How long making databases may take, servers that have to be started included. */
export const createTimeoutMs = 240_000;

/** A place for a shop that nobody else has: a folder of its own and, on real stores, databases of its own. */
export function shopData(): ShopData {
  const path = mkdtempSync(join(tmpdir(), 'mosaico-e2e-'));
  const databases = onRealStores ? nameRealDatabases() : null;
  return {
    path,
    environment: { DATA_DIR: path, ...databases?.environment },
    create: async () => databases?.create(),
    async remove() {
      await databases?.drop();
      rmSync(path, { recursive: true, force: true });
    },
  };
}
