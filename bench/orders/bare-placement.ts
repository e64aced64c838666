import { createHash } from 'node:crypto';
import mysql, { type Pool, type PoolConnection } from 'mysql2';

/** What a driver was asked: one statement, with the values that are not in its text. */
interface Statement {
  readonly method: 'query' | 'execute';
  readonly sql: string;
  readonly values: readonly unknown[];
  /** What the database counted up for the row that was inserted, where others name it. */
  id: string | null;
}

/** The statements of one order, asked again in their order for another one. */
export interface RecordedPlacement {
  readonly statements: number;
  /** @param number is another one each time: of it the new order's keys are made */
  repeat(number: number): Promise<void>;
}

export interface PlacementRecorder {
  /** @param place places one order, of which nothing else may ask the driver meanwhile */
  record(place: () => Promise<unknown>): Promise<RecordedPlacement>;
  close(): Promise<void>;
}

type Method = (...args: unknown[]) => unknown;

/** Ids that other rows name are counted up from here, so that no other number is like them. */
export const firstNamedId = 100_000_000;
/** Whatever else is unique to an order is a UUID, or so many hexadecimal digits. */
const uniqueParts = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{16,}/g;

/** Hears what the stores ask mysql2 while an order is placed, and asks the same for other orders on bare connections, as many. */
export function recordPlacements(options: { url: string; poolSize: number }): PlacementRecorder {
  const pool = mysql.createPool({
    uri: options.url,
    connectionLimit: options.poolSize,
    charset: 'utf8mb4',
    timezone: 'Z',
  });
  pool.on('connection', (connection) => {
    connection.query('set session transaction isolation level read committed');
  });
  let heard: Statement[] | null = null;
  const methods = mysql.Connection.prototype as unknown as Record<string, Method>;
  const unwraps = (['query', 'execute'] as const).map((name) => {
    const method = methods[name];
    if (method === undefined) throw new Error(`mysql2 was to have a method ${name}; it has none.`);
    const isOwn = Object.hasOwn(methods, name);
    methods[name] = function (this: unknown, ...args: unknown[]) {
      const [sql, values, done] = args;
      if (heard === null || typeof done !== 'function') return method.apply(this, args);
      const statement = toStatement(name, args);
      heard.push(statement);
      return method.apply(this, [
        sql,
        values,
        (error: unknown, answer: unknown, ...rest: unknown[]) => {
          const { insertId = 0 } = (answer ?? {}) as { insertId?: number };
          if (insertId >= firstNamedId) statement.id = String(insertId);
          (done as Method)(error, answer, ...rest);
        },
      ]);
    };
    return () => {
      if (isOwn) methods[name] = method;
      else Reflect.deleteProperty(methods, name);
    };
  });
  return {
    async record(place) {
      const statements: Statement[] = (heard = []);
      try {
        await place();
      } finally {
        heard = null;
      }
      return {
        statements: statements.length,
        async repeat(number) {
          const connection = await lend(pool);
          try {
            await askAgain(connection, { statements, number });
          } finally {
            connection.release();
          }
        },
      };
    },
    async close() {
      for (const unwrap of unwraps) unwrap();
      await pool.promise().end();
    },
  };
}

function toStatement(method: 'query' | 'execute', args: readonly unknown[]): Statement {
  const [first, second] = args;
  const sql = typeof first === 'string' ? first : (first as { sql: string }).sql;
  return { method, sql, values: Array.isArray(second) ? (second as unknown[]) : [], id: null };
}

async function askAgain(
  connection: PoolConnection,
  options: { statements: readonly Statement[]; number: number },
): Promise<void> {
  const { statements, number } = options;
  const ids = new Map<string, string>();
  const another = (value: unknown): unknown => {
    if (typeof value === 'string') {
      const own = value.replaceAll(uniqueParts, (part) => digest(`${part} ${number}`).slice(0, part.length));
      return Array.from(ids).reduce((text, [before, after]) => text.replaceAll(before, after), own);
    }
    if (typeof value === 'number') return Number(ids.get(String(value)) ?? value);
    if (typeof value === 'bigint') return BigInt(ids.get(String(value)) ?? value);
    // mysql2's typed parameters.
    if (typeof value === 'object' && value !== null && 'value' in value) {
      const copy = Object.create(Object.getPrototypeOf(value) as object) as object;
      return Object.assign(copy, value, { value: another(value.value) });
    }
    return value;
  };
  for (const { method, sql, values, id } of statements) {
    const answer = await ask(connection, { method, sql, values: values.map(another) });
    if (id !== null) ids.set(id, String((answer as { insertId: number }).insertId));
  }
}

function digest(text: string): string {
  return createHash('sha512').update(text).digest('hex');
}

function ask(connection: PoolConnection, { method, sql, values }: Omit<Statement, 'id'>): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const done = (error: Error | null, answer: unknown): void => {
      if (error) reject(error);
      else resolve(answer);
    };
    if (method === 'query') connection.query(sql, values as never, done);
    else connection.execute(sql, values as never, done);
  });
}

function lend(pool: Pool): Promise<PoolConnection> {
  return new Promise((resolve, reject) => {
    pool.getConnection((error, connection) => {
      if (error) reject(error);
      else resolve(connection);
    });
  });
}
