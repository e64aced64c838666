import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from 'node:sqlite';
import { DocumentError } from '../../errors.ts';

/** A row as an array, in the order of the selected columns. */
type Row = SQLOutputValue[];

/** One SQLite file, held by this process alone. */
export interface SqliteFile {
  all(sql: string, ...values: SQLInputValue[]): Row[];
  get(sql: string, ...values: SQLInputValue[]): Row | undefined;
  /** Rows one by one, as they are asked for. Do not run the same SQL again before it is done. */
  iterate(sql: string, ...values: SQLInputValue[]): IterableIterator<Row>;
  run(sql: string, ...values: SQLInputValue[]): { changes: number; lastId: number };
  exec(sql: string): void;
  /** Runs the work in one transaction: all of it is on disk when this returns, or none of it ever happened. */
  transaction<R>(work: () => R): R;
  /** Within a transaction: if the work throws, what it did is undone and the transaction goes on. */
  attempt<R>(work: () => R): R;
  /** Within a transaction: undoes what was noted in memory, if what goes with it in the file is undone. */
  onRollback(undo: () => void): void;
  close(): void;
}

/** How long to wait for a process that is just dying to let go of the file, in milliseconds. */
const busyTimeout = 2_000;

/**
 * Opens the file, or makes it.
 *
 * WAL with `synchronous=FULL`: a commit is in the log and flushed before it is acknowledged, so it survives a kill of
 * the process and a loss of power. The exclusive lock, given back by the system when the process dies in whatever way,
 * is what allows the definitions of indexes to be kept in memory.
 */
export function openSqliteFile(path: string): SqliteFile {
  const database = connect(path);
  const statements = new Map<string, StatementSync>();
  const prepare = (sql: string): StatementSync => {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    const statement = database.prepare(sql);
    statement.setReturnArrays(true);
    statements.set(sql, statement);
    return statement;
  };

  let undoes: (() => void)[] = [];
  const undoTo = (length: number): void => {
    for (const undo of undoes.splice(length).reverse()) undo();
  };

  // Rows are arrays since prepare() asks for them; the types know only objects.
  return {
    all: (sql, ...values) => prepare(sql).all(...values) as unknown as Row[],
    get: (sql, ...values) => prepare(sql).get(...values) as unknown as Row | undefined,
    iterate: (sql, ...values) => prepare(sql).iterate(...values) as unknown as IterableIterator<Row>,

    run(sql, ...values) {
      const { changes, lastInsertRowid } = prepare(sql).run(...values);
      return { changes: Number(changes), lastId: Number(lastInsertRowid) };
    },

    exec: (sql) => database.exec(sql),

    transaction(work) {
      database.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        database.exec('COMMIT');
        undoes = [];
        return result;
      } catch (error) {
        if (database.isTransaction) database.exec('ROLLBACK');
        undoTo(0);
        if (error instanceof DocumentError) throw error;
        throw new DocumentError('STORE_FAILED', `A write to ${path} failed; nothing of it was stored.`, {
          cause: error,
        });
      }
    },

    attempt(work) {
      const before = undoes.length;
      prepare('SAVEPOINT attempt').run();
      try {
        const result = work();
        prepare('RELEASE attempt').run();
        return result;
      } catch (error) {
        // A full disk ends the whole transaction by itself.
        if (database.isTransaction) database.exec('ROLLBACK TO attempt; RELEASE attempt');
        undoTo(before);
        throw error;
      }
    },

    onRollback: (undo) => void undoes.push(undo),

    close: () => {
      statements.clear();
      database.close();
    },
  };
}

function connect(path: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path);
    database.exec(`PRAGMA busy_timeout = ${busyTimeout}; PRAGMA locking_mode = EXCLUSIVE;`);
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
    // Takes the lock now, and not with the first write.
    database.exec('BEGIN IMMEDIATE; COMMIT;');
    return database;
  } catch (cause) {
    database?.close();
    throw isBusy(cause)
      ? new DocumentError('STORE_IN_USE', `${path} is in use by another process, or open twice in this one.`, { cause })
      : new DocumentError('STORE_FAILED', `${path} cannot be opened as a document store.`, { cause });
  }
}

/** Whether a unique key was already there. */
export function isTaken(error: unknown): boolean {
  return hasSqliteCode(error, [1555, 2067]);
}

const isBusy = (error: unknown): boolean => hasSqliteCode(error, [5, 261, 517]);

function hasSqliteCode(error: unknown, codes: readonly number[]): boolean {
  return Error.isError(error) && 'errcode' in error && codes.includes(error.errcode as number);
}
