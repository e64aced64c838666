import { storeUnavailable, type Logger } from '@mosaico/service';
import { Client, errors, types } from 'cassandra-driver';
import { migrateKeyspace } from './tables.ts';
import type { CassandraTarget } from './target.ts';

/** A keyspace to ask. Every rejection is a real error: STORE_UNAVAILABLE when the cluster did not answer in time. */
export interface CassandraSession {
  /**
   * Asks one prepared statement at QUORUM. `undefined` leaves a column unset. `repeatable: false` says that the driver must
   * not send it a second time by itself, as with a conditional write, whose first sending it would take for a rival.
   */
  execute(cql: string, values: readonly unknown[], options?: { repeatable?: boolean }): Promise<types.Row[]>;
  ping(): Promise<void>;
  close(): Promise<void>;
}

const { quorum, serial } = types.consistencies;

/**
 * Opens a keyspace, and makes it with its tables where it is missing. A cluster that is down does not fail the opening:
 * each question tries again to connect, within its own time, until one succeeds.
 */
export async function openCassandraSession(options: {
  target: CassandraTarget;
  logger: Logger;
}): Promise<CassandraSession> {
  const { target, logger } = options;
  const client = new Client({ ...clientOptions(target), keyspace: target.keyspace });
  let ready: Promise<void> | null = null;

  /** One attempt at a time, shared by all who ask meanwhile. */
  function whenReady(): Promise<void> {
    ready ??= connect().catch((error: unknown) => {
      ready = null;
      throw error;
    });
    return ready;
  }

  async function connect(): Promise<void> {
    const migrating = new Client(clientOptions(target));
    try {
      await migrateKeyspace(migrating, target);
    } finally {
      await migrating.shutdown();
    }
    await client.connect();
  }

  async function ask<Answer>(question: () => Promise<Answer>): Promise<Answer> {
    try {
      await whenReady();
      return await question();
    } catch (error) {
      throw toStoreError(error);
    }
  }

  const session: CassandraSession = {
    execute: (cql, values, { repeatable = true } = {}) =>
      ask(async () => {
        const result = await client.execute(cql, [...values], { prepare: true, isIdempotent: repeatable });
        const rows: types.Row[] = [];
        // Walking it fetches what lies beyond the first page of the protocol, 5,000 rows.
        for await (const row of result) rows.push(row);
        return rows;
      }),
    ping: () =>
      ask(async () => {
        await client.execute('SELECT key FROM system.local');
      }),
    close: () => client.shutdown(),
  };
  await session.ping().catch((err: unknown) => {
    logger.warn({ err }, 'Cassandra does not answer; the events subgraph starts without it');
  });
  return session;
}

function clientOptions(target: CassandraTarget) {
  return {
    contactPoints: [...target.contactPoints],
    protocolOptions: { port: target.port },
    localDataCenter: target.dataCenter,
    ...(target.credentials === null ? {} : { credentials: target.credentials }),
    socketOptions: { connectTimeout: 2_000, readTimeout: 3_000 },
    queryOptions: { consistency: quorum, serialConsistency: serial },
    encoding: { useUndefinedAsUnset: true },
    monitorReporting: { enabled: false },
  };
}

/** What a cluster answers when too few of its nodes can. */
const unavailableResponses = new Set<number>([
  types.responseErrorCodes.unavailableException,
  types.responseErrorCodes.overloaded,
  types.responseErrorCodes.isBootstrapping,
  types.responseErrorCodes.readTimeout,
  types.responseErrorCodes.writeTimeout,
]);

/** The driver's errors inherit from Error without being errors (`Error.isError` is false), so nothing else recognises them. */
function toStoreError(cause: unknown): Error {
  const isUnavailable =
    cause instanceof errors.NoHostAvailableError ||
    cause instanceof errors.OperationTimedOutError ||
    cause instanceof errors.BusyConnectionError ||
    (cause instanceof errors.ResponseError && unavailableResponses.has(cause.code));
  const error = new Error(`Cassandra did not do what was asked of it: ${messageOf(cause)}`, { cause });
  return isUnavailable ? storeUnavailable('events', error) : error;
}

function messageOf(cause: unknown): string {
  return typeof cause === 'object' && cause !== null && 'message' in cause ? String(cause.message) : String(cause);
}
