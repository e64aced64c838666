import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { canStart, waitFor } from '../../../packages/testing/src/index.ts';
import { storeNames } from '../src/index.ts';
import { findProgram } from '../src/programs.ts';
import { makeSet, type OwnSet } from './support/set-of-its-own.ts';

/** Six kinds of server are made from nothing, beside those that other tests use. */
const startMs = 240_000;
const replicationMs = 60_000;

describe('a set of every server', () => {
  if (!storeNames.map((store) => canStart(store)).every(Boolean)) return;

  let own: OwnSet;
  beforeAll(async () => {
    own = await makeSet(storeNames);
    await own.set.up(storeNames);
  }, startMs);
  afterAll(() => own.remove(), startMs);

  test('answers in each protocol', async () => {
    const rows = await own.set.status();
    expect(rows.map(({ server, answers }) => [server, answers])).toEqual(
      [
        ...['mysql', 'mysql-replica', 'postgres', 'postgres-replica', 'pgbouncer'],
        ...['mongodb', 'dynamodb', 'cassandra-1', 'redis-l1', 'redis-l2'],
      ].map((server) => [server, true]),
    );
  });

  test('has a MySQL replica that gets what the primary has, and takes nothing from anybody else', async () => {
    const { MYSQL_URL = '', MYSQL_REPLICA_URLS = '' } = own.set.environment(['mysql']);
    await mysql(MYSQL_URL, "CREATE TABLE words (word VARCHAR(20)); INSERT INTO words VALUES ('přílet 🛬')");
    await waitFor(async () => (await mysql(MYSQL_REPLICA_URLS, 'SELECT word FROM words')) === 'přílet 🛬', {
      deadlineMs: replicationMs,
      describe: 'the row on the replica',
    });
    await expect(mysql(MYSQL_REPLICA_URLS, "INSERT INTO words VALUES ('own')")).rejects.toThrow(/read-only/);
  });

  test('has MySQL servers that keep their temporary tables apart: each removes, when it starts, all that are in its folder', async () => {
    const { MYSQL_URL = '', MYSQL_REPLICA_URLS = '' } = own.set.environment(['mysql']);
    const folders = await Promise.all([MYSQL_URL, MYSQL_REPLICA_URLS].map((url) => mysql(url, 'SELECT @@tmpdir')));
    expect(new Set([...folders, '/tmp']).size).toBe(3);
  });

  test('has a PostgreSQL replica that gets what goes through PgBouncer, and takes nothing from anybody else', async () => {
    const { POSTGRES_URL = '', POSTGRES_REPLICA_URL = '' } = own.set.environment(['postgres']);
    await psql(POSTGRES_URL, "CREATE TABLE words (word text); INSERT INTO words VALUES ('přílet 🛬')");
    await waitFor(async () => (await psql(POSTGRES_REPLICA_URL, 'SELECT word FROM words')) === 'přílet 🛬', {
      deadlineMs: replicationMs,
      describe: 'the row on the replica',
    });
    await expect(psql(POSTGRES_REPLICA_URL, "INSERT INTO words VALUES ('own')")).rejects.toThrow(
      /read-only transaction/,
    );
  });

  test('has a PgBouncer that lends a connection for one transaction: two sessions share it', async () => {
    const { POSTGRES_URL = '' } = own.set.environment(['postgres']);
    const backend = 'SELECT pg_backend_pid()';
    const first = spawn(client, [...quiet, POSTGRES_URL], { env: psqlEnvironment, stdio: ['pipe', 'pipe', 'inherit'] });
    try {
      first.stdin.write(`${backend};\n`);
      const [line] = (await once(first.stdout, 'data')) as [Buffer];
      // The first session is open, and its transaction over.
      expect(await psql(POSTGRES_URL, backend)).toBe(line.toString('utf8').trim());
    } finally {
      first.stdin.end();
      await once(first, 'close');
    }
  });
});

const run = promisify(execFile);
const programs = '/usr/sbin:/usr/bin:/sbin:/bin';

async function mysql(url: string, statements: string): Promise<string> {
  const { hostname, port, username, password, pathname } = new URL(url);
  const to = [`--host=${hostname}`, `--port=${port}`, `--user=${username}`, '--protocol=tcp'];
  const how = ['--default-character-set=utf8mb4', '--batch', '--skip-column-names', `--execute=${statements}`];
  const { stdout } = await run('mariadb', ['--no-defaults', ...to, ...how, pathname.slice(1)], {
    env: { PATH: programs, MYSQL_PWD: password },
  });
  return stdout.trim();
}

const client = findProgram('psql') ?? 'psql';
const quiet = ['--no-psqlrc', '--quiet', '--tuples-only', '--no-align', '--set=ON_ERROR_STOP=1'];
const psqlEnvironment = { PATH: programs, PGCLIENTENCODING: 'UTF8' };

async function psql(url: string, statements: string): Promise<string> {
  const { stdout } = await run(client, [...quiet, '--command', statements, url], { env: psqlEnvironment });
  return stdout.trim();
}
