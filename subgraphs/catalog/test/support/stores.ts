import type { DocumentDatabase } from '@mosaico/documents';
import { createDocumentStores } from '../../src/store/document-stores.ts';
import type { Engine } from './engines.ts';
import { id, shelves, time } from './records.ts';

export type TestStores = Awaited<ReturnType<typeof createDocumentStores>>;

/** Gives the ids that a process would make, far from those that tests choose. */
export function countingIds(first = 0xffff_0000): () => string {
  let next = first;
  return () => id((next += 1));
}

export function storesOver(database: DocumentDatabase): Promise<TestStores> {
  return createDocumentStores({ database, now: () => time(100_000), newId: countingIds() });
}

/** Runs the test with stores over an empty database that has the categories, and drops it. */
export async function withStores(
  engine: Engine,
  test: (stores: TestStores, database: DocumentDatabase) => Promise<void>,
): Promise<void> {
  const { database, drop } = await engine.open();
  try {
    const stores = await storesOver(database);
    await stores.categories.upsert(Object.values(shelves));
    await test(stores, database);
  } finally {
    await drop();
  }
}
