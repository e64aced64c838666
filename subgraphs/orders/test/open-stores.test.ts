import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createSilentLogger } from '@mosaico/service';
import { openOrdersStores } from '../src/store/open-stores.ts';
import { anOrder } from './records.ts';

const logger = createSilentLogger();
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mosaico-orders-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('without a URL the stores are embedded, keep what was written, and refuse a second opener', async () => {
  const config = { DATA_DIR: folder };
  const stores = await openOrdersStores({ config, logger });
  expect(stores.engine).toBe('embedded PostgreSQL');
  await stores.ping();
  await stores.orders.addMissing([anOrder({ id: '1' })]);
  await expect(openOrdersStores({ config, logger })).rejects.toMatchObject({ code: 'DATA_FOLDER_IN_USE' });
  expect((await stores.counts()).orders).toBe(1);
  await stores.close();

  const again = await openOrdersStores({ config, logger });
  expect(await again.orders.find(['1'])).toHaveLength(1);
  await again.close();
}, 180_000);

test('replicas without a primary are refused', async () => {
  const config = { DATA_DIR: folder, MYSQL_REPLICA_URLS: ['mysql://somebody@127.0.0.1:1/orders'] };
  await expect(openOrdersStores({ config, logger })).rejects.toMatchObject({
    name: 'ConfigError',
    message: 'The configuration is not valid:\n  MYSQL_URL: must name the primary of MYSQL_REPLICA_URLS; got nothing',
  });
});
