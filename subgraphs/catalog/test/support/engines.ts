import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DocumentDatabase, openEmbeddedDatabase, openMongoDatabase } from '@mosaico/documents';
import { mongoTestUrl } from '../config.ts';

/** A way to open an empty database that nobody else sees. */
export interface Engine {
  readonly name: string;
  open(): Promise<{ database: DocumentDatabase; drop: () => Promise<void> }>;
}

const embedded: Engine = {
  name: 'the embedded engine',
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

function mongoServer(url: string): Engine {
  return {
    name: 'a MongoDB server',
    async open() {
      const name = `catalog_test_${randomBytes(6).toString('hex')}`;
      const database = await openMongoDatabase({ url, database: name });
      return {
        database,
        async drop() {
          await database.drop();
          await database.close();
        },
      };
    },
  };
}

const url = mongoTestUrl();

/** The embedded engine always, and the server of MONGODB_TEST_URL when there is one. */
export const engines: readonly Engine[] = url === undefined ? [embedded] : [embedded, mongoServer(url)];
