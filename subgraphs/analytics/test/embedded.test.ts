import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { createSilentLogger } from '@mosaico/service';
import { createAnalyticsSubgraph, openAnalyticsStores } from '../src/index.ts';
import { facts } from './support/facts.ts';
import { analyst, ask } from './support/requests.ts';

test('Without a URL the warehouse lives under DATA_DIR: it is there after a restart, and lets one process in', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mosaico-analytics-'));
  const logger = createSilentLogger();
  const open = () => openAnalyticsStores({ config: { DATA_DIR: folder, POSTGRES_POOL_MAX: 4 }, logger });
  try {
    const stores = await open();
    await stores.facts.loadFacts(facts({ quantity: 3 }));
    await expect(open()).rejects.toMatchObject({ code: 'DATA_FOLDER_IN_USE' });
    await stores.close();

    const subgraph = createAnalyticsSubgraph({ stores: await open(), currency: 'EUR', logger });
    expect(await subgraph.health()).toEqual([
      { store: 'analytics (PostgreSQL)', engine: 'embedded PostgreSQL', ready: true },
    ]);
    expect(await ask(subgraph, '{ topProducts { units revenue { amount currency } } }', analyst)).toEqual({
      data: { topProducts: [{ units: 3, revenue: { amount: '30.00', currency: 'EUR' } }] },
    });
    await subgraph.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 180_000);

test('When a real server is down at the start, then the process starts, and its questions say so', async () => {
  const stores = await openAnalyticsStores({
    config: { DATA_DIR: 'unused', POSTGRES_URL: 'postgres://nobody@127.0.0.1:9/analytics', POSTGRES_POOL_MAX: 1 },
    logger: createSilentLogger(),
  });
  expect(stores.engine).toBe('PostgreSQL');
  await expect(stores.ping()).rejects.toMatchObject({ extensions: { code: 'STORE_UNAVAILABLE' } });
  await stores.close();
});

test('A replica of a server that is not configured is refused', async () => {
  const config = { DATA_DIR: 'unused', POSTGRES_REPLICA_URL: 'postgres://nobody@127.0.0.1:9/a', POSTGRES_POOL_MAX: 1 };
  await expect(openAnalyticsStores({ config, logger: createSilentLogger() })).rejects.toThrow(
    'POSTGRES_REPLICA_URL must come with POSTGRES_URL, whose replica it is; got it alone.',
  );
});
