import { test } from '@jest/globals';
import { type Document, ObjectId } from 'mongodb';
import type { DocumentCollection, DocumentDatabase } from '../../src/index.ts';

/** A document whose `_id` may be anything. */
export type TestDocument = Document & {
  _id: ObjectId | string | number | boolean | Date | Buffer | { sku: string; at: Date };
};

/** Tests, by name, that a server which stands in for MongoDB does not pass. */
export interface Deviations {
  /** They are run and must fail, so that the list stays true. */
  fails: readonly string[];
  /** They are not run, since they leave the server unable to go on. */
  breaks: readonly string[];
}

/** An adapter under test. */
export interface Subject {
  /** The open database; every call of a suite gives the same. */
  database: () => DocumentDatabase;
  /** What the server at hand does not do as MongoDB does. */
  deviations: Deviations;
}

/** A collection that no other test sees, with these documents. */
export async function collectionWith(
  subject: Subject,
  documents: readonly Document[],
): Promise<DocumentCollection<TestDocument>> {
  const collection = subject.database().collection<TestDocument>(`test-${new ObjectId().toHexString()}`);
  await collection.insertMany(documents);
  return collection;
}

/** A test of the contract. */
export function testOf({ deviations }: Subject, name: string, run: () => Promise<void>): void {
  if (deviations.breaks.includes(name)) test.skip(`${name} (not run: it breaks this server)`, run);
  else if (deviations.fails.includes(name)) test.failing(`${name} (this server deviates)`, run);
  else test(name, run);
}
