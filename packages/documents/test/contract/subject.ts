import { test } from '@jest/globals';
import { type Document, ObjectId } from 'mongodb';
import type { DocumentCollection, DocumentDatabase } from '../../src/index.ts';

/** A document whose `_id` may be anything. */
export type TestDocument = Document & {
  _id: ObjectId | string | number | boolean | Date | Buffer | { sku: string; at: Date };
};

/** An adapter under test. */
export interface Subject {
  /** The open database; every call of a suite gives the same. */
  database: () => DocumentDatabase;
  /** Names of operators and features that the server at hand lacks; what needs them is skipped, visibly. */
  lacks: readonly string[];
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

/** A test that is skipped, by name, when the server lacks what it needs. */
export function testOf(subject: Subject, needs: readonly string[], name: string, run: () => Promise<void>): void {
  const missing = needs.filter((need) => subject.lacks.includes(need));
  if (missing.length > 0) test.skip(`${name} (this server lacks ${missing.join(', ')})`, run);
  else test(name, run);
}
