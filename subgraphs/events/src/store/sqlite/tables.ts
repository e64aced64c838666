import type { DatabaseSync } from 'node:sqlite';
import { inTransaction } from './transaction.ts';

/**
 * Cassandra's tables as SQLite holds them: the primary key is the partition key and then the clustering columns. Times are
 * milliseconds since 1970, lists are JSON. A change to the tables is one more entry at the end.
 */
const migrations = [
  `
  CREATE TABLE user_events (
    visitor TEXT NOT NULL,
    month INTEGER NOT NULL,
    at INTEGER NOT NULL,
    id TEXT NOT NULL,
    type TEXT NOT NULL,
    session_id TEXT,
    product_id TEXT,
    value REAL,
    properties TEXT NOT NULL,
    PRIMARY KEY (visitor, month, at DESC, id DESC)
  ) STRICT, WITHOUT ROWID;
  -- An event's id is claimed once, whatever time it comes with again.
  CREATE UNIQUE INDEX user_event_ids ON user_events (visitor, id);

  CREATE TABLE user_event_months (
    visitor TEXT NOT NULL,
    month INTEGER NOT NULL,
    PRIMARY KEY (visitor, month DESC)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE metric_points (
    name TEXT NOT NULL,
    resolution TEXT NOT NULL,
    at INTEGER NOT NULL,
    count INTEGER NOT NULL,
    sum REAL NOT NULL,
    PRIMARY KEY (name, resolution, at)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE audit_log (
    entity_type TEXT NOT NULL,
    entity_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    id TEXT NOT NULL,
    action TEXT NOT NULL,
    actor TEXT NOT NULL,
    details TEXT NOT NULL,
    PRIMARY KEY (entity_type, entity_id, at DESC, id DESC)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE order_history (
    customer_id TEXT NOT NULL,
    year INTEGER NOT NULL,
    placed_at INTEGER NOT NULL,
    order_id TEXT NOT NULL,
    number TEXT NOT NULL,
    status TEXT NOT NULL,
    updated_at INTEGER NOT NULL,
    total TEXT NOT NULL,
    currency TEXT NOT NULL,
    item_count INTEGER NOT NULL,
    PRIMARY KEY (customer_id, year, placed_at DESC, order_id DESC)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE order_history_years (
    customer_id TEXT NOT NULL,
    year INTEGER NOT NULL,
    PRIMARY KEY (customer_id, year DESC)
  ) STRICT, WITHOUT ROWID;
  `,
];

/** Brings the tables up to date; all of it or nothing. @throws when a later version of the program wrote the file. */
export function migrateTables(database: DatabaseSync): void {
  inTransaction(database, () => {
    const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
    if (version > migrations.length) {
      throw new Error(
        `The events file has version ${version}; this program knows versions up to ${migrations.length}.`,
      );
    }
    for (const migration of migrations.slice(version)) database.exec(migration);
    database.exec(`PRAGMA user_version = ${migrations.length}`);
  });
}
