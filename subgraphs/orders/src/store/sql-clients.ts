import type { Knex } from 'knex';
import Mysql2Client from 'knex/lib/dialects/mysql2/index.js';
import PostgresClient from 'knex/lib/dialects/postgres/index.js';
import mysql2, { type Connection } from 'mysql2';
import type { Client } from 'pg';
import { againWhileLost } from './lost.ts';

/**
 * What knex lacks in its clients: a time for each statement, after which its connection is given up; a second try for a
 * statement outside a transaction that lost to another one; and, with MySQL, statements that the server prepares once for each
 * connection. knex has its clients extended as classes.
 */

/** A longer list of values seldom comes in the same length again, so that preparing it would take one more round trip for nothing. */
const mostPreparedBindings = 64;
const builtMethods = new Set(['select', 'first', 'pluck', 'insert', 'update', 'del']);
/** MySQL's and PostgreSQL's. */
const deadlocks = new Set(['ER_LOCK_DEADLOCK', '40P01']);

export function mysqlClient(options: { statementTimeoutMs: number }): typeof Knex.Client {
  return class extends Mysql2Client {
    override _query(connection: Connection, statement: KnexStatement): Promise<KnexStatement> {
      const ask = () => (isPrepared(statement) ? execute(connection, statement) : super._query(connection, statement));
      const abandon = (reason: Error) => giveUp(connection, (connection as unknown as MysqlSocket).stream, reason);
      return within(options.statementTimeoutMs, asked(this, statement, ask), abandon);
    }
  };
}

export function postgresClient(options: { statementTimeoutMs: number }): typeof Knex.Client {
  return class extends PostgresClient {
    override _query(connection: Client, statement: KnexStatement): Promise<KnexStatement> {
      const ask = () => super._query(connection, statement);
      const abandon = (reason: Error) =>
        giveUp(connection, (connection as unknown as PostgresSocket).connection.stream, reason);
      return within(options.statementTimeoutMs, asked(this, statement, ask), abandon);
    }
  };
}

interface Destroyable {
  destroy(): void;
}
interface MysqlSocket {
  readonly stream: Destroyable;
}
interface PostgresSocket {
  readonly connection: { readonly stream: Destroyable };
}

/** Asks again what lost to another in a deadlock; but a transaction that lost is begun again whole, by whoever began it. */
function asked<Answer>(client: Knex.Client, { method }: KnexStatement, ask: () => Promise<Answer>): Promise<Answer> {
  const isInTransaction = (client as { transacting?: boolean }).transacting === true;
  if (isInTransaction || method === undefined || !builtMethods.has(method)) return ask();
  return againWhileLost(ask, (error) => Error.isError(error) && 'code' in error && deadlocks.has(String(error.code)));
}

function isPrepared({ method, bindings = [] }: KnexStatement): boolean {
  return (
    method !== undefined && builtMethods.has(method) && bindings.length > 0 && bindings.length <= mostPreparedBindings
  );
}

function execute(connection: Connection, statement: KnexStatement): Promise<KnexStatement> {
  const values = (statement.bindings ?? []).map(typed);
  return new Promise((resolve, reject) => {
    connection.execute(statement.sql, values as never, (error, rows, fields) => {
      if (error) {
        reject(error);
        return;
      }
      statement.response = [rows, fields];
      resolve(statement);
    });
  });
}

/** The driver sends a number as a double, which MySQL refuses as a LIMIT, and which is no key of an integer column. */
function typed(value: unknown): unknown {
  return Number.isSafeInteger(value) ? mysql2.TypedParameter.BIGINT(value as number) : value;
}

async function within<Answer>(
  limitMs: number,
  answer: Promise<Answer>,
  abandon: (reason: Error) => void,
): Promise<Answer> {
  if (limitMs === Infinity) return answer;
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    const reason = Object.assign(new Error(`No answer to a statement within ${limitMs} ms.`), { code: 'ETIMEDOUT' });
    late.reject(reason);
    abandon(reason);
  }, limitMs);
  try {
    return await Promise.race([answer, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** Its server may still answer, or never: the pool must not hand it out again, nor count it as taken for ever. */
function giveUp(connection: object, socket: Destroyable, reason: Error): void {
  Object.assign(connection, { __knex__disposed: reason });
  socket.destroy();
}
