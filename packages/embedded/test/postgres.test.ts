import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../src/index.ts';
import { ask, hasty, temporaryFolder } from './support.ts';

/** A new cluster is a second's work on an idle machine. */
jest.setTimeout(120_000);

describe('startEmbeddedPostgres', () => {
  test('keeps its databases over a restart', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'data', 'postgres');
    const first = await startEmbeddedPostgres({ path, database: 'orders', settings: hasty });
    await ask(first.url, `CREATE TABLE things AS SELECT 'kept' AS what`);
    await first.stop();
    await first.stop();
    expect(existsSync(join(path, 'cluster', 'postmaster.pid'))).toBe(false);

    const second = await startEmbeddedPostgres({ path, database: 'orders', settings: hasty });

    expect(await ask(second.url, 'SELECT * FROM things')).toEqual([{ what: 'kept' }]);
    await second.stop();
  });

  describe('runs a server that', () => {
    let folder: ReturnType<typeof temporaryFolder>;
    let server: EmbeddedPostgres;
    beforeAll(async () => {
      folder = temporaryFolder();
      server = await startEmbeddedPostgres({ path: folder.path, database: 'orders' });
    });
    afterAll(async () => {
      await server.stop();
      folder[Symbol.dispose]();
    });

    test('is durable and local', async () => {
      const names = ['fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums', 'listen_addresses'];

      const settings = await ask(
        server.url,
        `SELECT name, setting FROM pg_settings WHERE name = ANY($1) ORDER BY array_position($1, name)`,
        [names],
      );

      expect(settings.map(({ name, setting }) => `${String(name)}=${String(setting)}`)).toEqual([
        'fsync=on',
        'full_page_writes=on',
        'synchronous_commit=on',
        'data_checksums=on',
        'listen_addresses=127.0.0.1',
      ]);
    });

    test('speaks UTF-8, sorts text by bytes, and keeps its clock in UTC', async () => {
      const [answer] = await ask(
        server.url,
        `SELECT pg_encoding_to_char(encoding) AS encoding, datlocprovider AS provider, datlocale AS locale,
           ARRAY(SELECT * FROM unnest(ARRAY['b', 'A', 'a', 'ä']) AS t ORDER BY 1) AS sorted, upper('ä') AS upper,
           current_setting('TimeZone') AS zone
         FROM pg_database WHERE datname = current_database()`,
      );

      expect(answer).toEqual({
        encoding: 'UTF8',
        provider: 'b',
        locale: 'C.UTF-8',
        sorted: ['A', 'a', 'b', 'ä'],
        upper: 'Ä',
        zone: 'UTC',
      });
    });

    test("lets in the database's owner only, who is no superuser", async () => {
      const guess = new URL(server.url);
      guess.password = 'guess';

      await expect(ask(guess.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
      await expect(ask(server.url, `COPY (SELECT 1) TO PROGRAM 'true'`)).rejects.toMatchObject({ code: '42501' });
      expect(statSync(join(folder.path, 'secret')).mode & 0o777).toBe(0o600);
      expect(statSync(join(folder.path, 'cluster')).mode & 0o777).toBe(0o700);
    });

    test('does not log failed statements, which may hold what customers wrote', async () => {
      await expect(ask(server.url, `SELECT 'private'::int`)).rejects.toMatchObject({ code: '22P02' });

      const log = readFileSync(join(folder.path, 'postgres.log'), 'utf8');
      expect(log).toMatch('database system is ready to accept connections');
      expect(log).not.toMatch('private');
    });
  });

  test('When the log has grown large, then the next start begins a new one and keeps one old', async () => {
    using folder = temporaryFolder();
    await (await startEmbeddedPostgres({ path: folder.path, database: 'orders', settings: hasty })).stop();
    writeFileSync(join(folder.path, 'postgres.log'), 'x'.repeat(1_000_001));

    await (await startEmbeddedPostgres({ path: folder.path, database: 'orders', settings: hasty })).stop();

    expect(statSync(join(folder.path, 'postgres.log.1')).size).toBe(1_000_001);
    expect(statSync(join(folder.path, 'postgres.log')).size).toBeLessThan(1_000_001);
  });

  test('When the cluster is of another major version, then the error says so and the cluster is left alone', async () => {
    using folder = temporaryFolder();
    await (await startEmbeddedPostgres({ path: folder.path, database: 'orders', settings: hasty })).stop();
    const version = join(folder.path, 'cluster', 'PG_VERSION');
    writeFileSync(version, '17\n');

    await expect(
      startEmbeddedPostgres({ path: folder.path, database: 'orders', settings: hasty }),
    ).rejects.toMatchObject({
      code: 'EMBEDDED_CLUSTER_UNUSABLE',
      message: expect.stringContaining('was made by PostgreSQL 17; this is PostgreSQL 18'),
    });

    writeFileSync(version, '18\n');
    await (await startEmbeddedPostgres({ path: folder.path, database: 'orders', settings: hasty })).stop();
  });

  test('When the server does not start, then the error shows what it said', async () => {
    using folder = temporaryFolder();

    await expect(
      startEmbeddedPostgres({
        path: folder.path,
        database: 'orders',
        settings: { ...hasty, shared_buffers: 'plenty' },
      }),
    ).rejects.toMatchObject({
      code: 'EMBEDDED_SERVER_FAILED',
      message: expect.stringContaining('invalid value for parameter "shared_buffers": "plenty"'),
    });
  });

  test('When the database name is not one, then the error keeps the cause, and the server does not stay', async () => {
    using folder = temporaryFolder();

    await expect(startEmbeddedPostgres({ path: folder.path, database: '', settings: hasty })).rejects.toMatchObject({
      code: 'EMBEDDED_SERVER_FAILED',
      cause: { code: '42601' },
    });
    expect(existsSync(join(folder.path, 'cluster', 'postmaster.pid'))).toBe(false);
  });

  test('When the data folder is deleted, then the next start makes a fresh cluster', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'postgres');
    const first = await startEmbeddedPostgres({ path, database: 'orders', settings: hasty });
    await ask(first.url, 'CREATE TABLE things (id int)');
    await first.stop();
    folder[Symbol.dispose]();

    const second = await startEmbeddedPostgres({ path, database: 'orders', settings: hasty });

    expect(await ask(second.url, `SELECT to_regclass('things') AS found`)).toEqual([{ found: null }]);
    await second.stop();
  });
});
