import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { openDataFolder, openSqlite, type DataFolder } from '@mosaico/embedded';
import type { StoresOfOneEngine } from '../events-stores.ts';
import { promised } from './promised.ts';
import { createSqliteAuditLogStore } from './sqlite-audit-log-store.ts';
import { createSqliteMetricStore } from './sqlite-metric-store.ts';
import { createSqliteOrderHistoryStore } from './sqlite-order-history-store.ts';
import { migrateTables } from './tables.ts';
import { createSqliteUserEventStore } from './sqlite-user-event-store.ts';

/** The stores as tables of one SQLite file. */
export async function openSqliteStores({ dataDir }: { dataDir: string }): Promise<StoresOfOneEngine> {
  const folder = await openDataFolder({ path: join(dataDir, 'events'), owner: 'events subgraph' });
  try {
    return storesOver(openTables(join(folder.path, 'events.sqlite')), folder);
  } catch (error) {
    folder.close();
    throw error;
  }
}

function openTables(path: string): DatabaseSync {
  const database = openSqlite(path);
  // 16 MB of pages: a bulk write in no order of time touches many leaves of the measures at once.
  database.exec('PRAGMA cache_size = -16000');
  try {
    migrateTables(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function storesOver(database: DatabaseSync, folder: DataFolder): StoresOfOneEngine {
  const one = database.prepare('SELECT 1');
  return {
    userEvents: createSqliteUserEventStore({ database }),
    auditLog: createSqliteAuditLogStore({ database }),
    metrics: createSqliteMetricStore({ database }),
    orderHistory: createSqliteOrderHistoryStore({ database }),
    engine: 'embedded SQLite',
    ping: () =>
      promised(() => {
        one.get();
      }),
    close: () =>
      promised(() => {
        if (database.isOpen) database.close();
        folder.close();
      }),
  };
}
