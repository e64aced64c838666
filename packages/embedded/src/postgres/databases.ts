import { resolve } from 'node:path';
import pg from 'pg';
import { hasCode } from '../errors.ts';
import { waitUntil } from '../wait-until.ts';
import { ADMIN_ROLE } from './cluster.ts';
import { passwordOf } from './home.ts';

/** The role that applications use: it owns its databases, and can reach no file and no program of the machine. */
const APPLICATION_ROLE = 'mosaico';

const DUPLICATE_DATABASE = '42P04';

export interface ServerAddress {
  port: number;
  secret: string;
}

/** What a healthy server may say for a while: it is starting, or all its connections are taken. */
const TRY_LATER = ['57P03', '53300'];

/** Whether the server takes our password and serves this cluster. A server that hangs does not. */
export async function answersFor(address: ServerAddress & { deadlineMs: number }, cluster: string): Promise<boolean> {
  const answer = await waitUntil(() => servedCluster(address), { deadlineMs: address.deadlineMs, everyMs: 100 });
  return answer === cluster;
}

/** The server's data directory; null when it does not say, undefined when it may say later. */
async function servedCluster(address: ServerAddress & { deadlineMs: number }): Promise<string | null | undefined> {
  try {
    return await asAdmin(address, async (client) => {
      const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
      return rows[0] ? resolve(rows[0].data_directory) : null;
    });
  } catch (error) {
    return TRY_LATER.some((code) => hasCode(error, code)) ? undefined : null;
  }
}

/** Creates the application's role and the database when absent; answers with the URL for a driver. */
export async function ensureDatabase(address: ServerAddress, database: string): Promise<string> {
  const password = passwordOf(APPLICATION_ROLE, address.secret);
  await asAdmin(address, async (client) => {
    const roles = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [APPLICATION_ROLE]);
    if (roles.rowCount === 0) {
      await client.query(`CREATE ROLE ${APPLICATION_ROLE} LOGIN PASSWORD ${client.escapeLiteral(password)}`);
    }
    const databases = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
    if (databases.rowCount === 0) {
      try {
        await client.query(`CREATE DATABASE ${client.escapeIdentifier(database)} OWNER ${APPLICATION_ROLE}`);
      } catch (error) {
        if (!hasCode(error, DUPLICATE_DATABASE)) throw error;
      }
    }
  });
  return `postgres://${APPLICATION_ROLE}:${password}@127.0.0.1:${address.port}/${encodeURIComponent(database)}`;
}

async function asAdmin<T>(
  { port, secret, deadlineMs }: ServerAddress & { deadlineMs?: number },
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: ADMIN_ROLE,
    password: passwordOf(ADMIN_ROLE, secret),
    database: 'postgres',
    connectionTimeoutMillis: deadlineMs ?? 10_000,
    ...(deadlineMs === undefined ? {} : { query_timeout: deadlineMs }),
  });
  // A connection that breaks while idle must not end the process; the next query tells.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
