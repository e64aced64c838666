import { createRetriedStep, isUnavailable, storeUnavailable, type Logger } from '@mosaico/service';
import knex, { type Knex } from 'knex';
import { migrate } from './migrations/migrate.ts';

/**
 * What kind of question it is, and so how long the server may work on one statement of it, in milliseconds. `point` reads
 * what some keys name, `report` goes over many facts, `load` writes a batch, `upkeep` goes over all facts and writes.
 */
export const statementTimeouts = { point: 2_000, report: 15_000, load: 60_000, upkeep: 300_000 } as const;
export type QueryClass = keyof typeof statementTimeouts;

/** Runs a statement of a transaction. Bindings are `:name`; a cast of one is written `CAST(:name AS type)`. */
export type Ask = <Row extends object>(sql: string, bindings?: Record<string, Binding>) => Promise<Row[]>;
type Binding = string | number | boolean | null | readonly (string | number | boolean | null)[];

export interface Database {
  /**
   * Runs work in a transaction of its own, READ COMMITTED, and commits it. Nothing outlives the transaction on the
   * connection, so a pooler in transaction mode may stand in between.
   * @throws STORE_UNAVAILABLE when the server cannot be reached, does not answer, or takes longer than the class allows.
   */
  transaction<Result>(queryClass: QueryClass, work: (ask: Ask) => Promise<Result>): Promise<Result>;
  /** One statement in a read-only transaction. @throws as above. */
  read<Row extends object>(queryClass: QueryClass, sql: string, bindings?: Record<string, Binding>): Promise<Row[]>;
  /** One statement that must not be in a transaction, such as VACUUM, in the time of the class `upkeep`. @throws as above. */
  maintain(sql: string): Promise<void>;
  /** Brings the schema up to date unless that has been done; a later question tries again what failed here. */
  prepare(): Promise<void>;
  /** Resolves when what was asked has been answered and the connections are closed. */
  close(): Promise<void>;
}

/** How long it may take to get a connection, new or from the pool, or an answer that needs no work of the server. */
const promptMs = 3_000;
/** By how much the server's own timeout should come first: its error says more than silence does. */
const marginMs = 500;

/** Connects to the warehouse lazily. `timeouts` overrides some of `statementTimeouts`. */
export function createDatabase(options: {
  url: string;
  maxConnections: number;
  logger: Logger;
  timeouts?: Partial<Record<QueryClass, number>>;
}): Database {
  const timeouts = { ...statementTimeouts, ...options.timeouts };
  const pool = connect(options);
  const prepared = createRetriedStep(() => migrate(pool));

  async function connected<Result>(work: (run: Run) => Promise<Result>): Promise<Result> {
    try {
      await prepared();
      return await pinned(pool, work);
    } catch (error) {
      throw isUnavailable(error) || isOverloaded(error) ? storeUnavailable('analytics', error) : error;
    }
  }

  function inTransaction<Result>(
    options: { queryClass: QueryClass; readOnly: boolean },
    work: (ask: Ask) => Promise<Result>,
  ): Promise<Result> {
    const timeoutMs = timeouts[options.queryClass];
    return connected(async (run) => {
      // One round trip. Compiling the plans of these short questions would cost more than it saves.
      await run(
        `BEGIN ISOLATION LEVEL READ COMMITTED${options.readOnly ? ', READ ONLY' : ''};
         SET LOCAL statement_timeout = ${timeoutMs}; SET LOCAL jit = off`,
        { timeoutMs: promptMs },
      );
      const result = await work((sql, bindings) =>
        run(sql, { timeoutMs: timeoutMs + marginMs, ...(bindings ? { bindings } : {}) }),
      );
      await run('COMMIT', { timeoutMs: timeoutMs + promptMs });
      return result;
    });
  }

  return {
    transaction: (queryClass, work) => inTransaction({ queryClass, readOnly: false }, work),
    read: (queryClass, sql, bindings) => inTransaction({ queryClass, readOnly: true }, (ask) => ask(sql, bindings)),
    async maintain(sql) {
      await connected((run) => run(sql, { timeoutMs: timeouts.upkeep }));
    },
    prepare: prepared,
    close: () => pool.destroy(),
  };
}

function connect(options: { url: string; maxConnections: number; logger: Logger }): Knex {
  const { logger } = options;
  const warn = (message: unknown) => logger.warn({ store: 'analytics' }, String(message));
  return knex({
    client: 'pg',
    connection: {
      connectionString: options.url,
      application_name: 'mosaico-analytics',
      connectionTimeoutMillis: promptMs,
    },
    acquireConnectionTimeout: promptMs,
    pool: { min: 0, max: options.maxConnections, createTimeoutMillis: promptMs, propagateCreateError: true },
    log: { warn, error: warn, deprecate: warn, debug: () => undefined },
  });
}

type Run = <Row extends object>(sql: string, options: RunOptions) => Promise<Row[]>;
interface RunOptions {
  timeoutMs: number;
  bindings?: Record<string, Binding>;
}

/** What knex's client is asked for here; its own types leave it open. */
interface PooledClient {
  acquireConnection(): Promise<PooledConnection>;
  releaseConnection(connection: PooledConnection): Promise<void>;
}
/** knex marks a connection that must not be used again, one whose statement was given up for instance. */
interface PooledConnection {
  __knex__disposed?: unknown;
}

/**
 * Lends one connection. knex's own transactions would do but for their BEGIN and COMMIT, which wait forever for a server that
 * hangs; here every statement has a deadline, after which knex throws the connection away.
 */
async function pinned<Result>(pool: Knex, work: (run: Run) => Promise<Result>): Promise<Result> {
  const client = pool.client as PooledClient;
  const connection = await client.acquireConnection();
  const run: Run = async <Row extends object>(sql: string, options: RunOptions) => {
    // The driver binds arrays with nulls; knex's type of a binding leaves them out.
    const query = pool.raw<{ rows: Row[] }>(sql, (options.bindings ?? {}) as Knex.ValueDict);
    const { rows } = await query.connection(connection).timeout(options.timeoutMs);
    return rows;
  };
  try {
    return await work(run);
  } catch (error) {
    if (connection.__knex__disposed === undefined) {
      await run('ROLLBACK', { timeoutMs: promptMs }).catch((cause: unknown) => (connection.__knex__disposed ??= cause));
    }
    throw error;
  } finally {
    await client.releaseConnection(connection);
  }
}

/** SQLSTATEs of a server that is there and gives up: query_canceled (its timeouts), lock_not_available, class 53 (resources). */
function isOverloaded(error: unknown): boolean {
  return Error.isError(error) && 'code' in error && /^(57014|55P03|53\w{3})$/.test(String(error.code));
}
