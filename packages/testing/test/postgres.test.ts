import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase, startTestPostgres } from '../src/index.ts';

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

test('Two test databases share a server and nothing else', async () => {
  const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  await ask(one.url, 'CREATE TABLE things (id int)');

  expect(new URL(one.url).port).toBe(new URL(other.url).port);
  expect(await ask(other.url, `SELECT to_regclass('things') AS found`)).toEqual([{ found: null }]);
  await Promise.all([one.drop(), other.drop()]);
});

test('When a database is dropped, then what is still connected to it is ended first', async () => {
  const database = await createTestDatabase();
  const client = new pg.Client({ connectionString: database.url });
  const ended = new Promise<unknown>((resolve) => client.on('error', resolve));
  await client.connect();

  await database.drop();

  expect(await ended).toMatchObject({ code: '57P01' });
  await expect(ask(database.url, 'SELECT 1')).rejects.toMatchObject({ code: '3D000' });
});

test('When a run was killed, then the next one stops its server and removes its folder', async () => {
  const parent = mkdtempSync(join(tmpdir(), 'mosaico-testing-'));
  const { pid: deadPid } = spawnSync(process.execPath, ['--version']);
  const left = join(parent, `mosaico-test-postgres-${deadPid}-left`);
  const script = `
    import { createTestDatabase, startTestPostgres } from ${JSON.stringify(new URL('../src/postgres.ts', import.meta.url))};
    const { url } = await createTestDatabase(${JSON.stringify(left)});
    console.log(url);
    process.kill(process.pid, 'SIGKILL');`;
  const killed = spawnSync(process.execPath, ['--no-warnings', '--input-type=module', '-e', script], {
    encoding: 'utf8',
  });
  expect(killed.signal).toBe('SIGKILL');
  expect(await ask(killed.stdout.trim(), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);

  const run = await startTestPostgres(parent);

  expect(existsSync(left)).toBe(false);
  await expect(ask(killed.stdout.trim(), 'SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  await run.stop();
  expect(readdirSync(parent)).toEqual([]);
  rmSync(parent, { recursive: true });
});
