import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSilentLogger } from '@mosaico/service';
import { openEventsStores, type EventsStores } from '../../src/index.ts';

/** Embedded stores in a folder of their own, which `remove` closes and deletes. */
export async function openTestStores(): Promise<{
  dataDir: string;
  stores: EventsStores;
  remove: () => Promise<void>;
}> {
  const dataDir = mkdtempSync(join(tmpdir(), 'mosaico-events-'));
  const stores = await openEventsStores({ config: { DATA_DIR: dataDir }, logger: createSilentLogger() });
  return {
    dataDir,
    stores,
    async remove() {
      await stores.close();
      rmSync(dataDir, { recursive: true });
    },
  };
}
