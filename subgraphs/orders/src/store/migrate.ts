import type { Logger } from '@mosaico/service';
import { connect, type Database } from './connect.ts';
import type { Migration } from './migration.ts';
import { initial } from './migrations/001-initial.ts';
import { replicationHeartbeat } from './migrations/002-replication-heartbeat.ts';
import { events } from './migrations/003-events.ts';
import { payments } from './migrations/004-payments.ts';
import { stock } from './migrations/005-stock.ts';
import { sagas } from './migrations/006-sagas.ts';
import { pricing } from './migrations/007-pricing.ts';
import { customers } from './migrations/008-customers.ts';
import { parcelsAndReturns } from './migrations/010-parcels-returns.ts';
import { stockActors } from './migrations/011-stock-actors.ts';
import { inboxIndex } from './migrations/012-inbox-index.ts';

/** In the order in which they run. */
const migrations: readonly Migration[] = [
  initial,
  replicationHeartbeat,
  events,
  payments,
  stock,
  sagas,
  pricing,
  customers,
  parcelsAndReturns,
  stockActors,
  inboxIndex,
];

/**
 * Brings the schema of a database up to date and tells which migrations it ran. A step of its own before the stores open;
 * of several processes that start at once, one migrates and the others wait for it.
 */
export async function migrate(options: { url: string; logger: Logger }): Promise<string[]> {
  // One connection, because the lock belongs to its session: a killed process leaves no lock behind.
  const database = connect({ ...options, maxConnections: 1, statementTimeoutMs: Infinity });
  try {
    await database.dialect.takeSessionLock(database.knex, 'mosaico_orders_migrations');
    return await runMissing(database);
  } finally {
    await database.knex.destroy();
  }
}

async function runMissing({ knex, dialect }: Database): Promise<string[]> {
  const { instant, tableOptions } = dialect.columns;
  await knex.raw(
    `create table if not exists schema_migrations (
       name varchar(100) not null primary key,
       finished_at ${instant} not null default current_timestamp(3)
     ) ${tableOptions()}`,
  );
  const finished = new Set(await knex('schema_migrations').pluck<string[]>('name'));
  const missing = migrations.filter(({ name }) => !finished.has(name));
  for (const migration of missing) {
    await migration.run(knex, dialect);
    await knex('schema_migrations').insert({ name: migration.name });
  }
  return missing.map(({ name }) => name);
}
