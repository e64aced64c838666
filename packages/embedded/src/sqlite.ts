import { DatabaseSync } from 'node:sqlite';

/**
 * Opens an SQLite file the way Mosaico keeps data in one.
 *
 * The promise: a statement that returned outside a transaction, or a COMMIT that returned, survives a kill -9 of the
 * process, since by then the write-ahead log holds it in the kernel's page cache. `synchronous = NORMAL` does not
 * promise more: a power cut or a crash of the operating system may lose the last commits, never the consistency of the
 * file. Foreign keys are enforced, and a writer waits up to 5 s for another one.
 */
export function openSqlite(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: 5000, enableForeignKeyConstraints: true });
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
  return database;
}
