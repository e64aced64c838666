import { describe, expect, test } from '@jest/globals';
import { ObjectId } from 'mongodb';
import { openMongoDatabase } from '../src/index.ts';
import { mongoStandIn, mongoUrl } from './config.ts';
import { describeContract } from './contract.ts';
import { mongoJavaServer } from './mongo-java-server.ts';

if (mongoUrl === undefined) {
  describe.skip('The mongodb driver (skipped: MONGODB_TEST_URL names no server)', () => {
    test('The contract', () => undefined);
  });
} else {
  const url = mongoUrl;
  describe('The mongodb driver', () => {
    const open = () => openMongoDatabase({ url, database: `documents-test-${new ObjectId().toHexString()}` });
    describeContract({ open, ...(mongoStandIn === 'mongo-java-server' ? { deviations: mongoJavaServer } : {}) });

    test('A key refused by its message alone is read from the message and the document.', async () => {
      const database = await open();
      const collection = database.collection('things');
      await collection.createIndex({ at: 1, 'o.n': 1 }, { unique: true });
      const document = { at: new Date(5), o: { n: 'x' } };
      await collection.insertOne(document);
      await expect(collection.insertOne(document)).rejects.toMatchObject({ key: { at: new Date(5), 'o.n': 'x' } });
      await database.drop();
      await database.close();
    });
  });
}
