import { expect, test } from '@jest/globals';
import { createSilentLogger } from '@mosaico/service';
import { describeOnEngines } from '@mosaico/testing';
import { type CatalogCollections, catalogCollections } from '../src/store/catalog-collections.ts';
import { catalogIndexes, type CollectionName } from '../src/store/migrations/indexes.ts';
import { migrate } from '../src/store/migrations/migrate.ts';
import type { Sharding } from '../src/store/migrations/shards.ts';
import { engines } from './support/engines.ts';
import { hookedDatabase } from './support/hooked-database.ts';
import { productRecord, shelves, time } from './support/records.ts';
import { storesOver } from './support/stores.ts';

const logger = createSilentLogger();
const now = () => time(1);

/** A sharded cluster's answers, and what it was told to do; the documents stay where they are. */
function recordedCluster(options: { fails?: string } = {}) {
  const commands: unknown[][] = [];
  const cluster: Sharding = {
    isShardedCluster: () => Promise.resolve(true),
    isShardedCollection: (name) => Promise.resolve(commands.some(([sharded]) => sharded === name)),
    shardCollection(name, key) {
      if (name === options.fails) return Promise.reject(new Error('The connection was lost.'));
      commands.push([name, key]);
      return Promise.resolve();
    },
  };
  return { cluster, commands };
}

async function indexNames(collections: CatalogCollections): Promise<string[]> {
  const found = await Promise.all(
    (Object.keys(collections) as CollectionName[]).map(async (name) =>
      (await collections[name].indexes()).map((index) => `${name}.${index.name}`),
    ),
  );
  return found.flat().filter((name) => !name.endsWith('._id_'));
}

function wantedNames(isSharded: boolean): string[] {
  return Object.entries(catalogIndexes({ isSharded })).flatMap(([name, indexes]) =>
    indexes.map((index) => `${name}.${index.name}`),
  );
}

describeOnEngines('The migration', engines, (engine) => {
  test('makes every index of an empty database, and asks only what there is the next time', async () => {
    const { database, drop } = await engine.open();
    const questions: string[] = [];
    const collections = catalogCollections(
      hookedDatabase(database, (question) => Promise.resolve(void questions.push(question))),
    );
    try {
      expect(await migrate({ collections, cluster: null, logger, now })).toEqual({ isSharded: false });
      expect((await indexNames(collections)).sort()).toEqual(wantedNames(false).sort());
      questions.length = 0;
      await migrate({ collections, cluster: null, logger, now });
      expect(questions.sort()).toEqual([
        'categories.indexes',
        'products.indexes',
        'recommendations.indexes',
        'reviews.indexes',
        'skus.indexes',
        'tombstones.indexes',
      ]);
    } finally {
      await drop();
    }
  });

  test('may be run by five processes at once, and makes what somebody removed', async () => {
    const { database, drop } = await engine.open();
    const collections = catalogCollections(database);
    try {
      await collections.products.createIndex({ brand: 1 }, { name: 'brand' });
      await Promise.all(Array.from({ length: 5 }, () => migrate({ collections, cluster: null, logger, now })));
      expect((await indexNames(collections)).sort()).toEqual(wantedNames(false).sort());
    } finally {
      await drop();
    }
  });

  test.each([
    ['one of the same name with other keys', { 'variants.name': 1 }, { name: 'variants_sku' }],
    ['one of the same name that is not unique', { 'variants.sku': 1 }, { name: 'variants_sku' }],
    ['one of the same keys with another name', { 'variants.sku': 1 }, { name: 'skus', unique: true }],
  ] as const)('refuses an index in the way, says what to do, and makes nothing: %s', async (_what, keys, options) => {
    const { database, drop } = await engine.open();
    const collections = catalogCollections(database);
    try {
      await collections.products.createIndex({ ...keys }, options);
      const refused = migrate({ collections, cluster: null, logger, now });
      await expect(refused).rejects.toMatchObject({ code: 'INDEX_CONFLICT' });
      await expect(refused).rejects.toThrow(
        `Drop it, as by db.products.dropIndex("${options.name}"), and start again: the catalog makes its own.`,
      );
      expect(await indexNames(collections)).toEqual([`products.${options.name}`]);
    } finally {
      await drop();
    }
  });

  test('leaves an index alone that is somebody else’s', async () => {
    const { database, drop } = await engine.open();
    const collections = catalogCollections(database);
    try {
      await collections.products.createIndex({ updated_at: 1 }, { name: 'for_reports' });
      await migrate({ collections, cluster: null, logger, now });
      expect(await indexNames(collections)).toContain('products.for_reports');
    } finally {
      await drop();
    }
  });

  // No cluster runs where this is tested: what it would be told is recorded.
  test('shards products by category and reviews by product, on a sharded cluster alone, and once', async () => {
    const { database, drop } = await engine.open();
    const collections = catalogCollections(database);
    const { cluster, commands } = recordedCluster();
    try {
      expect(await migrate({ collections, cluster, logger, now })).toEqual({ isSharded: true });
      await migrate({ collections, cluster, logger, now });
      expect(commands).toEqual([
        ['products', { 'category.id': 1 }],
        ['reviews', { product_id: 1 }],
      ]);
      expect((await indexNames(collections)).sort()).toEqual(wantedNames(true).sort());
      const skuIndex = (await collections.products.indexes()).find(({ name }) => name === 'variants_sku');
      expect(skuIndex).toMatchObject({ unique: false });
      const lone = recordedCluster();
      const notSharded = { ...lone.cluster, isShardedCluster: () => Promise.resolve(false) };
      // The indexes are those of a cluster now, so what is to be refused is that the sku's is not unique.
      await expect(migrate({ collections, cluster: notSharded, logger, now })).rejects.toMatchObject({
        code: 'INDEX_CONFLICT',
      });
      expect(lone.commands).toEqual([]);
    } finally {
      await drop();
    }
  });

  test('claims every sku before it lets go of the unique index, and goes on where it was interrupted', async () => {
    const { database, drop } = await engine.open();
    const collections = catalogCollections(database);
    try {
      const stores = await storesOver(database);
      await stores.categories.upsert(Object.values(shelves));
      const records = Array.from({ length: 1_001 }, (_, n) => productRecord(n + 1));
      await stores.products.upsert(records);
      const { cluster, commands } = recordedCluster();
      await expect(migrate({ collections, cluster, logger, now })).rejects.toThrow('dropIndex("variants_sku")');
      const claims = await collections.skus.find({}, { sort: { _id: 1 } });
      expect(claims.map((claim) => `${claim._id} ${claim.product_id.toHexString()}`)).toEqual(
        records.map((record, n) => `SKU-${n + 1} ${record.id}`).sort(),
      );
      expect(commands).toEqual([]);
    } finally {
      await drop();
    }
  });

  test('shards what is left when the connection was lost between two collections', async () => {
    const { database, drop } = await engine.open();
    const collections = catalogCollections(database);
    const { cluster, commands } = recordedCluster();
    try {
      const failing = recordedCluster({ fails: 'reviews' });
      await expect(migrate({ collections, cluster: failing.cluster, logger, now })).rejects.toThrow('lost');
      commands.push(...failing.commands);
      await migrate({ collections, cluster, logger, now });
      expect(commands).toEqual([
        ['products', { 'category.id': 1 }],
        ['reviews', { product_id: 1 }],
      ]);
    } finally {
      await drop();
    }
  });
});
