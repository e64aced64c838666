import { afterAll, beforeAll, expect } from '@jest/globals';
import { createTestDatabase, waitFor, type Engine } from '@mosaico/testing';
import type { Database } from '../../src/store/database.ts';
import { connectWarehouse, type Stores } from './connect-warehouse.ts';
import { setTimeZone } from './on-server.ts';
import { startPgBouncer, serversInPool, type PgBouncer } from './pgbouncer.ts';
import { createRealDatabase } from './real-database.ts';
import { openPostgresWarehouse, type OpenWarehouse, type PostgresWarehouse } from './warehouse.ts';

/** What the contract suites of the warehouse run on. */
export interface WarehouseEngine extends Engine {
  /** To be called in the describe block that uses it. */
  prepare(): OpenWarehouse;
}

/** For suites that are about the primary. */
export const primaries: readonly WarehouseEngine[] = [
  { name: 'embedded PostgreSQL', prepare: () => openPostgresWarehouse },
  { name: 'PostgreSQL behind a PgBouncer whose transactions hop', store: 'postgres', prepare: behindPgBouncer },
];

export const engines: readonly WarehouseEngine[] = [
  ...primaries,
  { name: 'PostgreSQL with reports on a replica', store: 'postgres', prepare: () => openWithReplica },
];

/** Ten connections of a process over three of the pooler, which lend a transaction the one that has rested longest. */
function behindPgBouncer(): OpenWarehouse {
  const pooler = usePgBouncer();
  return async ({ timeZone } = {}) => {
    const real = await createRealDatabase();
    await setTimeZone(real.url, timeZone);
    const url = pooler().through(real.url);
    const warehouse = await connectWarehouse({ url });
    await expectHopping(warehouse.database);
    return owning({ ...warehouse, url }, real);
  };
}

/** One for the tests of a describe block. */
function usePgBouncer(): () => PgBouncer {
  let pooler: PgBouncer;
  beforeAll(async () => {
    pooler = await startPgBouncer();
  });
  afterAll(() => pooler.stop());
  return () => pooler;
}

/** That the transactions which this client begins, one after the other, are not all run by one server process. */
async function expectHopping(database: Database): Promise<void> {
  const asleep = Array.from({ length: serversInPool }, () => database.read('point', 'SELECT pg_sleep(0.05)'));
  await Promise.all(asleep);
  expect((await serversOf(database, 2 * serversInPool)).size).toBeGreaterThan(1);
}

/** The server processes that ran so many transactions. */
export async function serversOf(database: Database, transactions: number): Promise<Set<number>> {
  const servers = new Set<number>();
  for (let count = 0; count < transactions; count++) {
    const [row] = await database.read<{ pid: number }>('point', 'SELECT pg_backend_pid() AS pid');
    if (row) servers.add(row.pid);
  }
  return servers;
}

/**
 * Each report waits until the replica has all that was written, so that it is the replica that answers; the stores do not
 * wait, and would have the primary answer in its place.
 */
async function openWithReplica({ timeZone }: { timeZone?: string } = {}): Promise<PostgresWarehouse> {
  const real = await createRealDatabase();
  await setTimeZone(real.url, timeZone);
  const warehouse = await connectWarehouse({ url: real.url, replicaUrl: real.replicaUrl, maxLagMs: 0 });
  const { sales, customers, facts, inbox, ping } = warehouse.stores;
  const replayed = () => untilReplicaAnswers(warehouse.database);
  const stores: Stores = {
    facts: {
      loadFacts: (given) => facts.loadFacts(given),
      upsertCustomers: (given) => facts.upsertCustomers(given),
      upsertProducts: (given) => facts.upsertProducts(given),
      finishLoad: () => facts.finishLoad(),
      totals: () => replayed().then(() => facts.totals()),
    },
    inbox,
    sales: {
      salesByPeriod: (options) => replayed().then(() => sales.salesByPeriod(options)),
      topProducts: (options) => replayed().then(() => sales.topProducts(options)),
      salesOfProducts: (ids, range) => sales.salesOfProducts(ids, range),
    },
    customers: {
      lifetimeValues: (ids) => customers.lifetimeValues(ids),
      scores: (ids, asOf) => replayed().then(() => customers.scores(ids, asOf)),
      cohortMonths: (months) => replayed().then(() => customers.cohortMonths(months)),
    },
    ping: () => ping(),
  };
  return owning({ ...warehouse, stores, url: real.url }, real);
}

/** Waits until a report of this process is read on the replica. */
export async function untilReplicaAnswers(database: Database): Promise<void> {
  await waitFor(() => isAnsweredByReplica(database), { deadlineMs: 60_000, describe: 'the replica to have caught up' });
}

export async function isAnsweredByReplica(database: Database): Promise<boolean> {
  const [row] = await database.read<{ replica: boolean }>('report', 'SELECT pg_is_in_recovery() AS replica');
  return row?.replica ?? false;
}

function owning(warehouse: PostgresWarehouse, real: { drop: () => Promise<void> }): PostgresWarehouse {
  return {
    ...warehouse,
    async close() {
      await warehouse.close();
      await real.drop();
    },
  };
}

/** What has a database without a schema. */
export interface EmptyDatabaseEngine extends Engine {
  /** To be called in the describe block that uses it. */
  prepare(): () => Promise<{ url: string; drop: () => Promise<void> }>;
}

export const emptyDatabases: readonly EmptyDatabaseEngine[] = [
  { name: 'embedded PostgreSQL', prepare: () => createTestDatabase },
  {
    name: 'PostgreSQL behind PgBouncer',
    store: 'postgres',
    prepare() {
      const pooler = usePgBouncer();
      return async () => {
        const real = await createRealDatabase();
        return { url: pooler().through(real.url), drop: () => real.drop() };
      };
    },
  },
];
