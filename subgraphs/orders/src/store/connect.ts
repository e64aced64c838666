import type { Logger } from '@mosaico/service';
import knexFactory, { type Knex } from 'knex';
import { type Dialect, mysql, postgres } from './dialect.ts';
import { readMysqlUrl } from './mysql-url.ts';
import { mysqlClient, postgresClient } from './sql-clients.ts';

/** A connection that cannot be made in this time counts as refused. */
const connectTimeoutMs = 3_000;
/** Making one ready for use takes a few small statements more. */
const createTimeoutMs = connectTimeoutMs + 2_000;
/** How long a question may queue for a connection of the pool; the limits of the stores are shorter for what a page waits for. */
const acquireTimeoutMs = 10_000;
/** How long a transaction waits for a row that another one has locked. */
const lockTimeoutSeconds = 5;
/** A second more than the longest wait for a lock, so that the server is the first to tell. */
const statementTimeoutMs = lockTimeoutSeconds * 1_000 + 1_000;
/** What two cores of a database keep busy, and twenty processes may have of a server that takes 300 connections. */
const defaultMaxConnections = 10;
/**
 * Statements that a server keeps prepared for a connection. This subgraph has about sixty; with MySQL's default limit of
 * 16,382 for a whole server, sixteen processes of ten connections fit.
 */
const maxPreparedStatements = 100;

export interface Database {
  readonly knex: Knex;
  readonly dialect: Dialect;
}

/**
 * A pool of connections to the database of a `postgres://` or `mysql://` URL; none is made before the first question.
 *
 * @param options.statementTimeoutMs after which a statement fails with ETIMEDOUT and its connection is given up; 6 s when
 * absent, Infinity for bulk work
 */
export function connect(options: {
  url: string;
  logger: Logger;
  maxConnections?: number;
  statementTimeoutMs?: number;
}): Database {
  const { url, logger, maxConnections = defaultMaxConnections } = options;
  const dialect = url.startsWith('mysql:') ? mysql : postgres;
  const limits = { statementTimeoutMs: options.statementTimeoutMs ?? statementTimeoutMs };
  const settings = dialect === mysql ? mysqlSettings(url, limits) : postgresSettings(url, limits);
  return {
    dialect,
    knex: knexFactory({
      ...settings,
      acquireConnectionTimeout: acquireTimeoutMs,
      log: {
        debug: (message: string) => logger.debug(message),
        warn: (message: string) => logger.warn(message),
        error: (message: string) => logger.error(message),
        deprecate: (message: string) => logger.warn(message),
      },
      pool: {
        min: 0,
        max: maxConnections,
        createTimeoutMillis: createTimeoutMs,
        // Without it a refused connection would be tried again until the time to acquire one is over.
        propagateCreateError: true,
        ...settings.pool,
      },
    }),
  };
}

/** How many connections a pool has, and how many questions wait for one. */
export function poolState({ knex }: Database): { used: number; idle: number; waiting: number } {
  const { pool } = knex.client as { pool?: { numUsed(): number; numFree(): number; numPendingAcquires(): number } };
  if (pool === undefined) return { used: 0, idle: 0, waiting: 0 };
  return { used: pool.numUsed(), idle: pool.numFree(), waiting: pool.numPendingAcquires() };
}

function postgresSettings(url: string, limits: { statementTimeoutMs: number }): Knex.Config {
  return {
    client: postgresClient(limits),
    connection: {
      connectionString: url,
      application_name: 'mosaico orders',
      connectionTimeoutMillis: connectTimeoutMs,
      options: `-c timezone=UTC -c lock_timeout=${lockTimeoutSeconds}s -c idle_in_transaction_session_timeout=60s`,
    },
  };
}

function mysqlSettings(url: string, limits: { statementTimeoutMs: number }): Knex.Config {
  return {
    client: mysqlClient(limits),
    connection: {
      ...readMysqlUrl(url),
      charset: 'utf8mb4',
      connectTimeout: connectTimeoutMs,
      // The driver writes and reads a `datetime` as UTC, whatever the time zone of this machine.
      timezone: 'Z',
      maxPreparedStatements,
    },
    pool: { afterCreate: prepareMysqlSession },
  };
}

/** What a server's own configuration may have otherwise; `tx_isolation` and `transaction_isolation` are set by one statement on every version. */
const mysqlSession = [
  'set session transaction isolation level read committed',
  `set session time_zone = '+00:00', sql_mode = 'STRICT_ALL_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION', innodb_lock_wait_timeout = ${lockTimeoutSeconds}`,
];

interface MysqlConnection {
  query(sql: string, done: (error: Error | null) => void): void;
}

function prepareMysqlSession(
  connection: MysqlConnection,
  done: (error: Error | null, connection: MysqlConnection) => void,
) {
  const [isolation = '', variables = ''] = mysqlSession;
  connection.query(isolation, (error) => {
    if (error) done(error, connection);
    else connection.query(variables, (failure) => done(failure, connection));
  });
}
