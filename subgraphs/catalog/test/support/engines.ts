import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DocumentDatabase, openEmbeddedDatabase, openMongoDatabase } from '@mosaico/documents';
import { type Engine as StoreEngine, realStoreUrl } from '@mosaico/testing';

/** A way to open an empty database that nobody else sees. */
export interface Engine extends StoreEngine {
  /** Whether the stores are to behave as over several shards, where no index keeps skus unique. */
  readonly isSharded?: boolean;
  open(): Promise<{ database: DocumentDatabase; drop: () => Promise<void> }>;
}

export const embedded: Engine = {
  name: 'embedded documents',
  async open() {
    const folder = await mkdtemp(join(tmpdir(), 'mosaico-catalog-'));
    const database = await openEmbeddedDatabase({ path: join(folder, 'catalog.sqlite') });
    return {
      database,
      async drop() {
        await database.close();
        await rm(folder, { recursive: true });
      },
    };
  },
};

const mongodb: Engine = {
  name: 'MongoDB',
  store: 'mongodb',
  async open() {
    const database = await openMongoDatabase({
      url: realStoreUrl('mongodb', 'MONGODB_URL'),
      database: `catalog_test_${randomBytes(6).toString('hex')}`,
    });
    return {
      database,
      async drop() {
        await database.drop();
        await database.close();
      },
    };
  },
};

export const engines: readonly Engine[] = [embedded, mongodb];
