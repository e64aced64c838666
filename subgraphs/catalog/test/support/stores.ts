import { randomUUID } from 'node:crypto';
import type { OutboxSource } from '@mosaico/bus';
import type { DocumentDatabase } from '@mosaico/documents';
import { createSilentLogger } from '@mosaico/service';
import { type CatalogCollections, catalogCollections } from '../../src/store/catalog-collections.ts';
import type { CatalogCounts, CatalogPorts } from '../../src/store/catalog-stores.ts';
import { countDocuments, createDocumentStores } from '../../src/store/document-stores.ts';
import { createDocumentOutbox } from '../../src/store/document-outbox.ts';
import { migrate } from '../../src/store/migrations/migrate.ts';
import type { Sharding } from '../../src/store/migrations/shards.ts';
import type { Engine } from './engines.ts';
import { id, shelves, time } from './records.ts';

export interface TestStores extends CatalogPorts {
  readonly outbox: OutboxSource;
  readonly counts: () => Promise<CatalogCounts>;
}

/** Gives the ids that a process would make, far from those that tests choose. */
export function countingIds(first = 0xffff_0000): () => string {
  let next = first;
  return () => id((next += 1));
}

/** A sharded cluster as the migration sees it once it has been there; the documents stay where they are. */
function shardedCluster({ products }: CatalogCollections): Sharding {
  return {
    isShardedCluster: () => Promise.resolve(true),
    isShardedCollection: async () => (await products.indexes()).some(({ name }) => name === 'shard_key'),
    shardCollection: () => Promise.resolve(),
  };
}

/** Stores over a database, which is migrated first. */
export async function storesOver(
  database: DocumentDatabase,
  options: { isSharded?: boolean | undefined; now?: () => Date } = {},
): Promise<TestStores> {
  const { isSharded = false, now = () => time(100_000) } = options;
  const collections = catalogCollections(database);
  const cluster = isSharded ? shardedCluster(collections) : null;
  await migrate({ collections, cluster, logger: createSilentLogger(), now });
  const stores = createDocumentStores({
    collections,
    browsing: catalogCollections(database, { readPreference: 'secondaryPreferred' }),
    now,
    newId: countingIds(),
    isSharded: () => isSharded,
  });
  const outbox = createDocumentOutbox({ database, now, newId: randomUUID });
  return { ...stores, outbox, counts: () => countDocuments(collections) };
}

/** Runs the test with stores over an empty database that has the categories, and drops it. */
export async function withStores(
  engine: Engine,
  test: (stores: TestStores, database: DocumentDatabase) => Promise<void>,
): Promise<void> {
  const { database, drop } = await engine.open();
  try {
    const stores = await storesOver(database, engine);
    await stores.categories.upsert(Object.values(shelves));
    await test(stores, database);
  } finally {
    await drop();
  }
}
