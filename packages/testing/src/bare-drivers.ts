import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Client as CassandraClient } from 'cassandra-driver';
import { Collection } from 'mongodb';
import mysql from 'mysql2';
import pg from 'pg';

/** Hears what stores ask their drivers, and asks the same again without them: what a store costs is the difference. */
export interface BareDrivers {
  /**
   * Runs work, of which nothing else may ask a driver meanwhile.
   * @returns what asks the drivers the same as the work did: what it asked at once at once, the rest one after another
   * @throws when the work asked no driver
   */
  record(work: () => Promise<unknown>): Promise<() => Promise<unknown>>;
  /** Gives the drivers back as they were. */
  close(): Promise<void>;
}

/** One call of a driver: of a SQL driver on a connection that is lent for all calls of a piece of work, of the others on the client that made it. */
interface Call {
  /** Calls of the same turn of the event loop were made at once. */
  readonly turn: number;
  readonly ask: (connection: SqlConnection | null) => Promise<unknown>;
  readonly pool: SqlPool | null;
}

type Method = (...args: unknown[]) => unknown;
type SqlConnection = Record<string, Method>;

/** The pool of a SQL driver, as its maker has it. */
interface SqlPool {
  lend(): Promise<{ connection: SqlConnection; giveBack: () => void }>;
  end(): Promise<void>;
}

/**
 * Wraps the methods of the drivers' classes. The stores' own clients of MongoDB, DynamoDB and Cassandra are asked again;
 * in place of knex's pools stand those of the drivers, as large.
 */
export function recordBareDrivers(options: { mysqlUrl: string; postgresUrl: string; poolSize: number }): BareDrivers {
  const pools = { mysql: mysqlPool(options.mysqlUrl, options), postgres: postgresPool(options.postgresUrl, options) };
  let calls: Call[] | null = null;
  let turn = 0;
  const hear = (call: Omit<Call, 'turn'>): void => {
    if (calls === null) return;
    if (calls.at(-1)?.turn === turn) calls.push({ ...call, turn });
    else {
      calls.push({ ...call, turn });
      setImmediate(() => (turn += 1));
    }
  };
  const unwraps = [
    ...['query', 'execute'].map((name) =>
      wrap(mysql.Connection.prototype, name, (method, _self, args) => {
        const values = withoutCallback(args);
        hear({ pool: pools.mysql, ask: (connection) => called(connection?.[name] ?? method, connection, values) });
      }),
    ),
    wrap(pg.Client.prototype, 'query', (method, _self, args) => {
      const values = withoutCallback(args);
      hear({ pool: pools.postgres, ask: (connection) => called(connection?.['query'] ?? method, connection, values) });
    }),
    ...['find', 'aggregate', 'countDocuments', 'updateOne', 'bulkWrite', 'insertOne'].map((name) =>
      wrap(Collection.prototype, name, (method, self, args) => {
        hear({ pool: null, ask: () => answered(method.apply(self, args)) });
      }),
    ),
    wrap(Object.getPrototypeOf(DynamoDBClient.prototype) as object, 'send', (method, self, [command]) => {
      const { input, constructor } = command as { input: object; constructor: new (input: object) => unknown };
      hear({ pool: null, ask: () => Promise.resolve(method.call(self, new constructor(structuredClone(input)))) });
    }),
    wrap(CassandraClient.prototype, 'execute', (method, self, args) => {
      hear({ pool: null, ask: () => Promise.resolve(method.apply(self, args)) });
    }),
  ];
  return {
    async record(work) {
      const heard: Call[] = (calls = []);
      try {
        await work();
      } finally {
        calls = null;
      }
      if (heard.length === 0) throw new Error('The work was to ask a driver; it asked none.');
      return () => askAgain(heard);
    },
    async close() {
      for (const unwrap of unwraps) unwrap();
      await Promise.all(Object.values(pools).map((pool) => pool.end()));
    },
  };
}

async function askAgain(calls: readonly Call[]): Promise<void> {
  const lent = await calls[0]?.pool?.lend();
  try {
    for (const atOnce of Map.groupBy(calls, ({ turn }) => turn).values()) {
      await Promise.all(atOnce.map(({ ask }) => ask(lent?.connection ?? null)));
    }
  } finally {
    lent?.giveBack();
  }
}

/** @returns what puts the method back */
function wrap(
  target: object,
  name: string,
  hear: (method: Method, self: unknown, args: unknown[]) => void,
): () => void {
  const methods = target as Record<string, Method>;
  const isOwn = Object.hasOwn(target, name);
  const method = methods[name];
  if (method === undefined) throw new Error(`The driver was to have a method ${name}; it has none.`);
  methods[name] = function (this: unknown, ...args: unknown[]) {
    hear(method, this, args);
    return method.apply(this, args);
  };
  return () => {
    if (isOwn) methods[name] = method;
    else Reflect.deleteProperty(target, name);
  };
}

function withoutCallback(args: readonly unknown[]): unknown[] {
  return args.filter((arg) => typeof arg !== 'function');
}

/** SQL drivers answer to a callback. */
function called(method: Method, self: unknown, args: readonly unknown[]): Promise<unknown> {
  return new Promise((resolve, reject) => {
    method.call(self, ...args, (error: Error | null, answer: unknown) => {
      if (error) reject(error);
      else resolve(answer);
    });
  });
}

/** A cursor has asked nothing before it is read. */
function answered(answer: unknown): Promise<unknown> {
  const isCursor = typeof answer === 'object' && answer !== null && 'toArray' in answer;
  return isCursor ? (answer as { toArray(): Promise<unknown> }).toArray() : Promise.resolve(answer);
}

function mysqlPool(url: string, { poolSize }: { poolSize: number }): SqlPool {
  const pool = mysql.createPool({ uri: url, connectionLimit: poolSize, charset: 'utf8mb4', timezone: 'Z' });
  return {
    lend: () =>
      new Promise((resolve, reject) => {
        pool.getConnection((error, connection) => {
          if (error) reject(error);
          else resolve({ connection: connection as unknown as SqlConnection, giveBack: () => connection.release() });
        });
      }),
    end: () => pool.promise().end(),
  };
}

function postgresPool(url: string, { poolSize }: { poolSize: number }): SqlPool {
  const pool = new pg.Pool({ connectionString: url, max: poolSize });
  return {
    async lend() {
      const connection = await pool.connect();
      return { connection: connection as unknown as SqlConnection, giveBack: () => connection.release() };
    },
    end: () => pool.end(),
  };
}
