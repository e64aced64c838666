import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { DocumentDatabase } from '../src/index.ts';
import { describeExpressions } from './contract/expressions.ts';
import { describeFilters } from './contract/filters.ts';
import { describeIndexes } from './contract/indexes.ts';
import { describePipelines } from './contract/pipelines.ts';
import { describeReads } from './contract/reads.ts';
import { describeUpdates } from './contract/updates.ts';
import type { Deviations } from './contract/subject.ts';
import { describeWrites } from './contract/writes.ts';

export interface Adapter {
  /** Opens an empty database. */
  open: () => Promise<DocumentDatabase>;
  /** For a server that stands in for MongoDB: what it does not do as MongoDB does. */
  deviations?: Deviations | undefined;
}

/** What every adapter must do. Each operator of `supportedOperators` has a case. */
export function describeContract({ open, deviations = { fails: [], breaks: [] } }: Adapter): void {
  let database: DocumentDatabase;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(async () => {
    await database.drop().finally(() => database.close());
  });
  const subject = { database: () => database, deviations };

  describeReads(subject);
  describeFilters(subject);
  describeWrites(subject);
  describeUpdates(subject);
  describePipelines(subject);
  describeExpressions(subject);
  describeIndexes(subject);

  describe('the database', () => {
    test('After a drop nothing is left, and the database can be used.', async () => {
      const other = await open();
      await other.collection('things').insertOne({ _id: 1 });
      await other.collection('things').createIndex({ a: 1 }, { unique: true });
      await other.drop();
      expect(await other.collection('things').countDocuments({})).toBe(0);
      await other.collection('things').insertMany([{ a: 1 }, { a: 1 }]);
      expect(await other.collection('things').countDocuments({})).toBe(2);
      await other.drop();
      await other.close();
    });

    test('After close every call rejects, and closing again does nothing.', async () => {
      const other = await open();
      const things = other.collection('things');
      await other.ping();
      await other.close();
      await other.close();
      const closed = { code: 'DATABASE_CLOSED' };
      await expect(things.find({})).rejects.toMatchObject(closed);
      await expect(things.insertOne({ a: 1 })).rejects.toMatchObject(closed);
      await expect(other.ping()).rejects.toMatchObject(closed);
      await expect(other.drop()).rejects.toMatchObject(closed);
    });
  });
}
