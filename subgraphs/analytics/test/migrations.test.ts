import { expect, test } from '@jest/globals';
import { createSilentLogger } from '@mosaico/service';
import { describeOnEngines, waitFor } from '@mosaico/testing';
import { migrate } from '../src/store/migrations/migrate.ts';
import { connectWarehouse } from './support/connect-warehouse.ts';
import { emptyDatabases } from './support/engines.ts';

const waitingForALock = `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;

describeOnEngines('Migrations', emptyDatabases, (engine) => {
  const create = engine.prepare();

  test('run by six processes at once run once', async () => {
    const { url, drop } = await create();
    const run = () => migrate({ url, promptMs: 3_000, logger: createSilentLogger() });
    await Promise.all(Array.from({ length: 6 }, run));
    const { database, close } = await connectWarehouse({ url });
    expect(await database.read('point', 'SELECT name FROM analytics.migrations ORDER BY id')).toEqual([
      { name: '001-warehouse' },
      { name: '002-inbox' },
    ]);
    expect(await database.read('point', 'SELECT count(*) AS rows FROM analytics.warehouse_state')).toEqual([
      { rows: '1' },
    ]);
    await close();
    await drop();
  });

  test('that another process holds up wait for it', async () => {
    const { url, drop } = await create();
    const { database, close } = await connectWarehouse({ url });
    const order: string[] = [];
    let prepared = Promise.resolve();
    await database.transaction('point', async (ask) => {
      await ask('SELECT pg_advisory_xact_lock(7301001)');
      const other = migrate({ url, promptMs: 3_000, logger: createSilentLogger() });
      prepared = other.then(() => void order.push('prepared'));
      await waitFor(async () => (await database.read('point', waitingForALock)).length > 0, {
        deadlineMs: 7_000,
        describe: 'the other to wait for the lock',
      });
      order.push('released');
    });
    await prepared;
    expect(order).toEqual(['released', 'prepared']);
    await close();
    await drop();
  });
});
