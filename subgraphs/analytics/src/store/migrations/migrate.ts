import type { Knex } from 'knex';
import { warehouse } from './001-warehouse.ts';

/** In the order in which they run. A name never changes once it has run anywhere. */
const migrations: Record<string, Knex.Migration> = { '001-warehouse': warehouse };

const source: Knex.MigrationSource<string> = {
  getMigrations: () => Promise.resolve(Object.keys(migrations)),
  getMigrationName: (name) => name,
  getMigration(name) {
    const migration = migrations[name];
    return migration ? Promise.resolve(migration) : Promise.reject(new Error(`There is no migration ${name}.`));
  },
};

/** The key of the advisory lock; arbitrary, but the same in every release. */
const migrationLock = 7_301_001;

/**
 * Brings the schema `analytics` up to date, in one transaction: it is up to date or as it was, and of several at once the
 * others wait for the first. The lock belongs to the transaction, which a pooler in transaction mode keeps on one
 * connection, and a killed process leaves no lock behind, not even in knex's own lock table.
 */
export async function migrate(knex: Knex): Promise<void> {
  await knex.transaction(async (transaction) => {
    await transaction.raw(`SET LOCAL lock_timeout = '30s'`);
    await transaction.raw(`SELECT pg_advisory_xact_lock(${migrationLock})`);
    await transaction.raw('CREATE SCHEMA IF NOT EXISTS analytics');
    await transaction.migrate.latest({ migrationSource: source, schemaName: 'analytics', tableName: 'migrations' });
  });
}
