import type { Logger } from '@mosaico/service';
import type { Knex } from 'knex';
import { connect } from '../connection-pool.ts';
import { warehouse } from './001-warehouse.ts';
import { inbox } from './002-inbox.ts';
import { inboxIndex } from './003-inbox-index.ts';

/** In the order in which they run. A name never changes once it has run anywhere. */
const migrations: Record<string, Knex.Migration> = {
  '001-warehouse': warehouse,
  '002-inbox': inbox,
  '003-inbox-index': inboxIndex,
};

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

/** How long a migration waits for another process's, and a statement of it for others' locks, in milliseconds. */
const lockMs = 8_000;
/** How long any of its statements may take. A server that falls silent in the middle is given up then, and asked again later. */
const answerMs = 10_000;

/**
 * Brings the schema `analytics` up to date, in one transaction: it is up to date or as it was, and of several at once the
 * others wait for the first. The lock belongs to the transaction, which a pooler in transaction mode keeps on one
 * connection, and a killed process leaves no lock behind, not even in knex's own lock table. It has a connection of its own,
 * which is closed after it.
 */
export async function migrate(options: { url: string; promptMs: number; logger: Logger }): Promise<void> {
  const knex = connect({ ...options, maxConnections: 1, answerMs });
  try {
    await knex.transaction(async (transaction) => {
      await transaction.raw(`SET LOCAL lock_timeout = ${lockMs}`);
      await transaction.raw(`SELECT pg_advisory_xact_lock(${migrationLock})`);
      await transaction.raw('CREATE SCHEMA IF NOT EXISTS analytics');
      await transaction.migrate.latest({ migrationSource: source, schemaName: 'analytics', tableName: 'migrations' });
    });
  } finally {
    await knex.destroy();
  }
}
