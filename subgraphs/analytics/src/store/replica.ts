import { createStoreGuard, measurePool, type Logger, type Metrics } from '@mosaico/service';
import { createConnectionPool, type Ask, type Bindings } from './connection-pool.ts';
import { isStatementTimeout, isUnavailable } from './is-unavailable.ts';
import type { PrimaryPosition } from './primary-position.ts';

/** A streaming replica of the primary, asked what may be a little old. */
export interface Replica {
  /**
   * One statement in a read-only transaction on a replica that is fit for it: it has replayed all that this process wrote
   * before `position` was told, and lags the primary by no more than the bound.
   * @throws when the primary should be asked instead, unless `isStatementTimeout` says that it would be as slow
   */
  read<Row extends object>(position: PrimaryPosition, sql: string, bindings?: Bindings): Promise<Row[]>;
  close(): Promise<void>;
}

/** By how much a replica may lag. Reports are of days; a replica that is well is behind by some milliseconds. */
const defaultMaxLagMs = 10_000;
/** How long to wait for a connection, or an answer without work: short, since the primary is there to ask. */
const promptMs = 1_000;

export function createReplica(options: {
  url: string;
  maxConnections: number;
  /** How long its server may work on a statement. */
  timeoutMs: number;
  maxLagMs?: number | undefined;
  logger: Logger;
  metrics?: Metrics | undefined;
}): Replica {
  const { timeoutMs, logger, metrics, maxLagMs = defaultMaxLagMs } = options;
  const store = 'analytics-replica';
  const pool = createConnectionPool({ ...options, promptMs });
  const endMeasure = metrics ? measurePool({ store, metrics, read: () => pool.state() }) : () => undefined;
  const guard = createStoreGuard({
    store,
    logger,
    metrics,
    isUnavailable: (error) => !isStatementTimeout(error) && isUnavailable(error),
  });
  const server = guard.protect(
    'replica',
    {
      read: (position: PrimaryPosition, sql: string, bindings?: Bindings) =>
        pool.transaction({ timeoutMs, readOnly: true }, async (ask) => {
          await requireFit(ask, { position, maxLagMs });
          return ask(sql, bindings);
        }),
    },
    { limitMs: timeoutMs + 3 * promptMs },
  );
  const tell = createTeller(logger);

  return {
    async read<Row extends object>(position: PrimaryPosition, sql: string, bindings?: Bindings) {
      try {
        const rows = await server.read(position, sql, bindings);
        tell(null);
        return rows as Row[];
      } catch (error) {
        if (!isStatementTimeout(error)) tell(error);
        throw error;
      }
    },
    async close() {
      endMeasure();
      await pool.close();
    },
  };
}

/**
 * Whether the server has replayed enough. One that has replayed all there is does not lag, however long ago its last
 * transaction was: on a primary where nobody writes that age says nothing. Where some is left to replay, the age of the last
 * replayed transaction bounds the lag. A server that is no replica, or no longer, follows nobody, whatever its position.
 */
async function requireFit(ask: Ask, options: { position: PrimaryPosition; maxLagMs: number }): Promise<void> {
  const { position, maxLagMs } = options;
  const [is] = await ask<{ replica: boolean; current: boolean; complete: boolean }>(
    `/* replicaFitness */
     SELECT pg_is_in_recovery() AS replica,
            coalesce(replayed >= CAST(:latest AS pg_lsn)
              OR clock_timestamp() - pg_last_xact_replay_timestamp() <= make_interval(secs => :maxLagSeconds), false) AS current,
            coalesce(replayed >= CAST(:afterOwnWrites AS pg_lsn), false) AS complete
     FROM pg_last_wal_replay_lsn() AS replayed`,
    { ...position, maxLagSeconds: maxLagMs / 1_000 },
  );
  if (!is?.replica) throw new Error('The server of POSTGRES_REPLICA_URL is not a replica.');
  if (!is.current) throw new Error(`The replica lags by more than ${maxLagMs} ms.`);
  if (!is.complete) throw new ReplicaLacksOwnWrites();
}

/** Nothing is wrong with the replica: it is asked some milliseconds after a load. */
class ReplicaLacksOwnWrites extends Error {
  override readonly name = 'ReplicaLacksOwnWrites';
}

/** Logs when the primary begins to answer for the replica, and when that ends; not every time it does. */
function createTeller(logger: Logger): (failure: unknown) => void {
  let answers = true;
  return (failure) => {
    if (failure instanceof ReplicaLacksOwnWrites || answers === (failure === null)) return;
    answers = failure === null;
    const place = { store: 'analytics-replica' };
    if (answers) logger.info(place, 'the replica answers reports again');
    else logger.warn({ ...place, err: failure }, 'the primary answers reports instead of the replica');
  };
}
