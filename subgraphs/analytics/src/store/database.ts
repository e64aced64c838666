import { randomUUID } from 'node:crypto';
import { measurePool, type Logger, type Metrics } from '@mosaico/service';
import { createConnectionPool, type Ask, type Bindings, type ConnectionPool } from './connection-pool.ts';
import { isStatementTimeout, isUnavailable } from './is-unavailable.ts';
import { createPrimaryPositions } from './primary-position.ts';
import { createReplica } from './replica.ts';

/**
 * What kind of question it is, and so how long the server may work on one statement of it, in milliseconds. `point` reads
 * what some keys name, `report` goes over many facts, `load` writes a batch, `upkeep` goes over all facts and writes.
 */
export const statementTimeouts = { point: 2_000, report: 15_000, load: 60_000, upkeep: 300_000 } as const;
export type QueryClass = keyof typeof statementTimeouts;

/** The warehouse's server, or servers. It fails as the driver does: what a failure means is for the guard before it to say. */
export interface Database {
  /** Runs work in a transaction of its own on the primary, READ COMMITTED, and commits it. */
  transaction<Result>(queryClass: QueryClass, work: (ask: Ask) => Promise<Result>): Promise<Result>;
  /**
   * One statement in a read-only transaction. A `report` is read from the replica where there is one that is fit for it, and
   * counts all that was written through this Database before; every other class is read from the primary, since it has to
   * count what any process wrote, or decides what is written next.
   */
  read<Row extends object>(queryClass: QueryClass, sql: string, bindings?: Bindings): Promise<Row[]>;
  /** One statement that must not be in a transaction, such as VACUUM, on the primary in the time of the class `upkeep`. */
  maintain(sql: string): Promise<void>;
  /** Resolves when what was asked has been answered and the connections are closed. */
  close(): Promise<void>;
}

/** How long it may take to get a connection, new or from the pool, or an answer that needs no work of the server. */
export const promptMs = 3_000;
/** For how long a position of the primary serves: a replica that has it lags by no more than that. */
const positionAgeMs = 1_000;

export interface DatabaseOptions {
  url: string;
  /** A streaming replica of the same server, for reports. */
  replicaUrl?: string | undefined;
  /** To each of the servers. */
  maxConnections: number;
  logger: Logger;
  metrics?: Metrics | undefined;
  /** Overrides some of `statementTimeouts`. */
  timeouts?: Partial<Record<QueryClass, number>>;
  /** By how much the replica may lag, in milliseconds. */
  maxLagMs?: number;
  newId?: () => string;
}

/** Connects to the warehouse lazily. */
export function createDatabase(options: DatabaseOptions): Database {
  const { replicaUrl, metrics, newId = randomUUID } = options;
  const timeouts = { ...statementTimeouts, ...options.timeouts };
  const primary = createConnectionPool({ ...options, promptMs });
  const endMeasure = metrics
    ? measurePool({ store: 'analytics', metrics, read: () => primary.state() })
    : () => undefined;
  const positions = createPrimaryPositions({
    ask: () => positionOf(primary),
    maxAgeMs: positionAgeMs,
    now: () => performance.now(),
  });
  const replica =
    replicaUrl === undefined ? null : createReplica({ ...options, url: replicaUrl, timeoutMs: timeouts.report });

  return {
    async transaction(queryClass, work) {
      try {
        return await primary.transaction({ timeoutMs: timeouts[queryClass], readOnly: false }, work);
      } finally {
        positions.wrote();
      }
    },
    async read(queryClass, sql, bindings) {
      if (replica !== null && queryClass === 'report') {
        try {
          return await replica.read(await positions.current(), sql, bindings);
        } catch (error) {
          if (isStatementTimeout(error)) throw error;
        }
      }
      return primary.transaction({ timeoutMs: timeouts[queryClass], readOnly: true }, (ask) => ask(sql, bindings));
    },
    async maintain(sql) {
      const mark = `/* upkeep ${newId()} */`;
      try {
        await primary.alone(`${mark} ${sql}`, { timeoutMs: timeouts.upkeep });
      } catch (error) {
        if (isUnavailable(error)) await cancel(primary, mark);
        throw error;
      }
    },
    async close() {
      endMeasure();
      await Promise.all([primary.close(), replica?.close()]);
    },
  };
}

/** How far the primary's log is on disk, and so on its way to the replicas: a commit that was acknowledged lies before it. */
async function positionOf(primary: ConnectionPool): Promise<string> {
  const [row] = await primary.alone<{ position: string }>(
    'SELECT CAST(pg_current_wal_flush_lsn() AS text) AS position',
    { timeoutMs: promptMs },
  );
  if (!row) throw new Error('The primary must tell its position; it told nothing.');
  return row.position;
}

/**
 * Ends a statement that nobody waits for any more, best effort. It has no timeout of the server's own, since that would have
 * to be set for the session; and the driver's way, by the process id of its connection, names nobody behind a pooler.
 */
async function cancel(primary: ConnectionPool, mark: string): Promise<void> {
  await primary
    .alone(`SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE state = 'active' AND starts_with(query, :mark)`, {
      timeoutMs: promptMs,
      bindings: { mark },
    })
    .catch(() => undefined);
}
