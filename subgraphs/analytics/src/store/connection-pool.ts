import type { Logger, PoolState } from '@mosaico/service';
import knex, { type Knex } from 'knex';

/** Runs a statement of a transaction. Bindings are `:name`; a cast of one is written `CAST(:name AS type)`. */
export type Ask = <Row extends object>(sql: string, bindings?: Bindings) => Promise<Row[]>;
export type Bindings = Record<string, Binding>;
type Binding = string | number | boolean | null | readonly (string | number | boolean | null)[];

/**
 * Connections to one server, made when they are needed. Every statement has a deadline, and nothing outlives its transaction
 * on a connection, so that a pooler in transaction mode may stand in between. Fails as the driver does.
 */
export interface ConnectionPool {
  /** Runs work in a READ COMMITTED transaction, each statement of which the server ends after `timeoutMs`, and commits it. */
  transaction<Result>(
    options: { timeoutMs: number; readOnly: boolean },
    work: (ask: Ask) => Promise<Result>,
  ): Promise<Result>;
  /** One statement in no transaction. The server knows nothing of its time: after `timeoutMs` it is only waited for no more. */
  alone<Row extends object>(
    sql: string,
    options: { timeoutMs: number; bindings?: Bindings | undefined },
  ): Promise<Row[]>;
  state(): PoolState;
  /** Resolves when what was asked has been answered and the connections are closed. */
  close(): Promise<void>;
}

/** By how much the server's own timeout should come first: its error says more than silence does. */
const marginMs = 500;
/** How long the server waits for the next statement of a transaction whose client has gone without a word, locks in hand. */
const idleMs = 30_000;

interface PoolOptions {
  url: string;
  maxConnections: number;
  /** How long it may take to get a connection, new or from the pool, or an answer that needs no work of the server. */
  promptMs: number;
  logger: Logger;
}

export function createConnectionPool(options: PoolOptions): ConnectionPool {
  const { promptMs } = options;
  const pool = connect(options);
  return {
    transaction: ({ timeoutMs, readOnly }, work) =>
      pinned({ pool, promptMs }, async (run) => {
        // One round trip. Compiling the plans of these short questions would cost more than it saves.
        await run(
          `BEGIN ISOLATION LEVEL READ COMMITTED${readOnly ? ', READ ONLY' : ''};
           SET LOCAL statement_timeout = ${timeoutMs}; SET LOCAL idle_in_transaction_session_timeout = ${idleMs};
           SET LOCAL jit = off`,
          { timeoutMs: promptMs },
        );
        const result = await work((sql, bindings) => run(sql, { timeoutMs: timeoutMs + marginMs, bindings }));
        await run('COMMIT', { timeoutMs: timeoutMs + promptMs });
        return result;
      }),
    alone: (sql, { timeoutMs, bindings }) => pinned({ pool, promptMs }, (run) => run(sql, { timeoutMs, bindings })),
    state() {
      const { pool: connections } = pool.client as PooledClient;
      return {
        used: connections?.numUsed() ?? 0,
        idle: connections?.numFree() ?? 0,
        waiting: connections?.numPendingAcquires() ?? 0,
      };
    },
    close: () => pool.destroy(),
  };
}

/** @param options.answerMs how long any answer may take, for work that knex itself talks to the server for */
export function connect(options: PoolOptions & { answerMs?: number }): Knex {
  const { promptMs, logger, answerMs } = options;
  const warn = (message: unknown) => logger.warn({ store: 'analytics' }, String(message));
  return knex({
    client: 'pg',
    connection: {
      connectionString: options.url,
      application_name: 'mosaico-analytics',
      connectionTimeoutMillis: promptMs,
      ...(answerMs === undefined ? {} : { query_timeout: answerMs }),
    },
    acquireConnectionTimeout: promptMs,
    pool: { min: 0, max: options.maxConnections, createTimeoutMillis: promptMs, propagateCreateError: true },
    log: { warn, error: warn, deprecate: warn, debug: () => undefined },
  });
}

type Run = <Row extends object>(
  sql: string,
  options: { timeoutMs: number; bindings?: Bindings | undefined },
) => Promise<Row[]>;

/** What knex's client is asked for here; its own types leave it open. */
interface PooledClient {
  acquireConnection(): Promise<PooledConnection>;
  releaseConnection(connection: PooledConnection): Promise<void>;
  /** Gone once the pool is closed. */
  readonly pool?: { numUsed(): number; numFree(): number; numPendingAcquires(): number };
}
/** knex marks a connection that must not be used again, one whose statement was given up for instance. */
interface PooledConnection {
  __knex__disposed?: unknown;
}

/**
 * Lends one connection. knex's own transactions would do but for their BEGIN and COMMIT, which wait forever for a server that
 * hangs; here every statement has a deadline, after which knex throws the connection away.
 */
async function pinned<Result>(
  { pool, promptMs }: { pool: Knex; promptMs: number },
  work: (run: Run) => Promise<Result>,
): Promise<Result> {
  const client = pool.client as PooledClient;
  const connection = await client.acquireConnection();
  const run: Run = async <Row extends object>(sql: string, { timeoutMs, bindings = {} }: Parameters<Run>[1]) => {
    // The driver binds arrays with nulls; knex's type of a binding leaves them out.
    const query = pool.raw<{ rows: Row[] }>(sql, bindings as Knex.ValueDict);
    const { rows } = await query.connection(connection).timeout(timeoutMs);
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
