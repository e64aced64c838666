import { join } from 'node:path';
import { afterAll, describe } from '@jest/globals';
import { openEmbeddedDatabase } from '../src/index.ts';
import { describeContract } from './contract.ts';
import { temporaryFolder } from './temporary-folder.ts';

describe('The embedded engine', () => {
  const folder = temporaryFolder();
  afterAll(folder.remove);
  let opened = 0;
  describeContract({ open: () => openEmbeddedDatabase({ path: join(folder.path, `${opened++}.sqlite`) }) });
});
