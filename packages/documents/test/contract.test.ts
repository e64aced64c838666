import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import { describeOnEngines, type Engine, realStores, realStoreUrl } from '@mosaico/testing';
import { ObjectId } from 'mongodb';
import { type DocumentDatabase, openEmbeddedDatabase, openMongoDatabase } from '../src/index.ts';
import { describeContract } from './contract.ts';
import { isMongoJavaServer, mongoJavaServer } from './mongo-java-server.ts';
import { temporaryFolder } from './temporary-folder.ts';

interface DocumentEngine extends Engine {
  /** Opens an empty database. */
  readonly open: () => Promise<DocumentDatabase>;
}

const folder = temporaryFolder();
afterAll(folder.remove);
let opened = 0;
const embedded: DocumentEngine = {
  name: 'the embedded engine',
  open: () => openEmbeddedDatabase({ path: join(folder.path, `${opened++}.sqlite`) }),
};
const mongodb: DocumentEngine = {
  name: 'MongoDB',
  store: 'mongodb',
  open: () =>
    openMongoDatabase({
      url: realStoreUrl('mongodb', 'MONGODB_URL'),
      database: `documents_test_${new ObjectId().toHexString()}`,
    }),
};

/** Known before the tests are named: what stands in for MongoDB is held to deviate where it does, MongoDB is not. */
const deviations = await deviationsOfServer();

describeOnEngines('The contract of documents', [embedded, mongodb], ({ open, store }) => {
  describeContract({ open, ...(store === 'mongodb' ? { deviations } : {}) });
});

async function deviationsOfServer() {
  if (realStores().missing('mongodb') !== null) return undefined;
  await realStores().up(['mongodb']);
  return (await isMongoJavaServer(realStoreUrl('mongodb', 'MONGODB_URL'))) ? mongoJavaServer : undefined;
}
