import type { Logger } from '@mosaico/service';
import knexFactory, { type Knex } from 'knex';
import { type Dialect, mysql, postgres } from './dialect.ts';

/** A connection that cannot be made in this time counts as refused. */
const connectTimeoutMs = 3_000;
/** How long a question may queue for a connection of the pool; the deadlines of the stores are shorter for what a page waits for. */
const acquireTimeoutMs = 10_000;
/** How long a transaction waits for a row that another one has locked. */
const lockTimeoutSeconds = 5;

export interface Database {
  readonly knex: Knex;
  readonly dialect: Dialect;
}

/** A pool of connections to the database of a `postgres://` or `mysql://` URL; none is made before the first question. */
export function connect(options: { url: string; logger: Logger; maxConnections?: number }): Database {
  const { url, logger, maxConnections = 10 } = options;
  const dialect = url.startsWith('mysql:') ? mysql : postgres;
  const settings = dialect === mysql ? mysqlSettings(url) : postgresSettings(url);
  return {
    dialect,
    knex: knexFactory({
      ...settings,
      acquireConnectionTimeout: acquireTimeoutMs,
      // Without `propagateCreateError` a refused connection would be tried again until the time to acquire one is over.
      log: {
        debug: (message: string) => logger.debug(message),
        warn: (message: string) => logger.warn(message),
        error: (message: string) => logger.error(message),
        deprecate: (message: string) => logger.warn(message),
      },
      pool: { min: 0, max: maxConnections, propagateCreateError: true, ...settings.pool },
    }),
  };
}

function postgresSettings(url: string): Knex.Config {
  return {
    client: 'pg',
    connection: {
      connectionString: url,
      application_name: 'mosaico orders',
      connectionTimeoutMillis: connectTimeoutMs,
      options: `-c timezone=UTC -c lock_timeout=${lockTimeoutSeconds}s -c idle_in_transaction_session_timeout=60s`,
    },
  };
}

function mysqlSettings(url: string): Knex.Config {
  return {
    client: 'mysql2',
    connection: {
      uri: url,
      charset: 'utf8mb4',
      connectTimeout: connectTimeoutMs,
      // The driver writes and reads a `datetime` as UTC, whatever the time zone of this machine.
      timezone: 'Z',
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
