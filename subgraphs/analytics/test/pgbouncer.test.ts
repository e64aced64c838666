import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { canStart, startTcpProxy, waitFor } from '@mosaico/testing';
import { connectWarehouse } from './support/connect-warehouse.ts';
import { serversOf } from './support/engines.ts';
import { facts } from './support/facts.ts';
import { serversInPool, startPgBouncer, type PgBouncer } from './support/pgbouncer.ts';
import { createRealDatabase, primaryAddress, type RealDatabase } from './support/real-database.ts';

const unavailable = { extensions: { code: 'STORE_UNAVAILABLE' } };

describe('Behind a PgBouncer in transaction mode', () => {
  if (!canStart('postgres')) return;
  let real: RealDatabase;
  let pooler: PgBouncer;
  beforeAll(async () => {
    real = await createRealDatabase();
    pooler = await startPgBouncer();
  });
  afterAll(async () => {
    await pooler.stop();
    await real.drop();
  });

  test('the transactions of one connection are run by several server processes', async () => {
    const { database, close } = await connectWarehouse({ url: pooler.through(real.url), maxConnections: 1 });
    const others = await connectWarehouse({ url: pooler.through(real.url) });
    await Promise.all(Array.from({ length: 6 }, () => others.database.read('point', 'SELECT pg_sleep(0.05)')));
    const servers = await serversOf(database, 12);
    expect(servers.size).toBeGreaterThan(1);
    expect(servers.size).toBeLessThanOrEqual(serversInPool);
    await Promise.all([close(), others.close()]);
  });

  test('thirty clients share three server processes, and what they load at once is all there once', async () => {
    const clients = await Promise.all(
      Array.from({ length: 30 }, () => connectWarehouse({ url: pooler.through(real.url), maxConnections: 1 })),
    );
    const loads = clients.map(({ stores }, index) =>
      stores.facts.loadFacts(
        facts(...Array.from({ length: 5 }, () => ({}))).map((fact) => ({ ...fact, source: `client ${index % 15}` })),
      ),
    );
    const results = await Promise.all(loads);
    expect(results.reduce((sum, { inserted }) => sum + inserted, 0)).toBe(75);
    const servers = await Promise.all(clients.map(({ database }) => serversOf(database, 3)));
    expect(new Set(servers.flatMap((pids) => [...pids])).size).toBeLessThanOrEqual(serversInPool);
    expect(await clients[0]?.stores.facts.totals()).toEqual({ facts: 75, amount: '750.0000' });
    await Promise.all(clients.map(({ close }) => close()));
  });

  test('When the primary behind it is gone, then questions say so in time, and are answered when it is back', async () => {
    const primary = await startTcpProxy(await primaryAddress());
    const broken = await startPgBouncer({ upstream: { host: '127.0.0.1', port: primary.port } });
    const { stores, close } = await connectWarehouse({ url: broken.through(real.url) });
    await stores.ping();
    await primary.refuse();
    for (let question = 0; question < 3; question++) {
      await expect(stores.customers.lifetimeValues(['1'])).rejects.toMatchObject(unavailable);
    }
    await expect(stores.ping()).rejects.toMatchObject(unavailable);
    await primary.accept();
    await waitFor(async () => (await stores.customers.lifetimeValues(['1'])).length >= 0, {
      deadlineMs: 60_000,
      describe: 'an answer',
    });
    await stores.ping();
    await close();
    await broken.stop();
    await primary.close();
  });
});
