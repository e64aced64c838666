import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import { waitFor } from '@mosaico/testing';
import { startEmbeddedPostgres } from '../src/index.ts';
import { openHome, openSecret } from '../src/postgres/home.ts';
import { findServer } from '../src/postgres/server.ts';
import { silentLogger } from '../src/logger.ts';
import { ask, hasty, isServer, runningServer, startChild, temporaryFolder } from './support.ts';

/** A folder whose user was killed -9 after it had stored a row: the server runs on. */
async function orphanedServer(path: string): Promise<number> {
  await using user = startChild('postgres-user', path);
  const url = (await user.line('url ')).replace('url ', '');
  await ask(url, `CREATE TABLE things AS SELECT 'kept' AS what`);
  user.kill('SIGKILL');
  await user.ended;
  const server = runningServer(path);
  if (server === undefined) throw new Error('The server was expected to outlive its user.');
  return server;
}

async function expectRowKept(path: string): Promise<void> {
  const server = await startEmbeddedPostgres({ path, database: 'shop', settings: hasty });
  expect(await ask(server.url, 'SELECT * FROM things')).toEqual([{ what: 'kept' }]);
  await server.stop();
  expect(runningServer(path)).toBeUndefined();
}

/** A new cluster is a second's work on an idle machine. */
jest.setTimeout(120_000);

describe('A start of PostgreSQL needs no hand', () => {
  test('after a kill -9 of its user: the server that runs on is adopted', async () => {
    using folder = temporaryFolder();
    const orphan = await orphanedServer(folder.path);

    const server = await startEmbeddedPostgres({ path: folder.path, database: 'shop', settings: hasty });
    expect(runningServer(folder.path)).toBe(orphan);
    await server.stop();

    expect(isServer(orphan, folder.path)).toBe(false);
    await expectRowKept(folder.path);
  });

  test('after a kill -9 of its user when the server hangs: it is killed and replaced', async () => {
    using folder = temporaryFolder();
    const orphan = await orphanedServer(folder.path);
    process.kill(orphan, 'SIGSTOP');
    const home = openHome(folder.path);

    const found = await findServer({ home, secret: openSecret(home), logger: silentLogger }, 500);

    expect(found).toBeUndefined();
    expect(isServer(orphan, folder.path)).toBe(false);
    await expectRowKept(folder.path);
  });

  test('after a kill -9 of its user and of the server', async () => {
    using folder = temporaryFolder();
    const orphan = await orphanedServer(folder.path);
    process.kill(orphan, 'SIGKILL');

    await expectRowKept(folder.path);
  });

  test('after a reboot: the stale postmaster.pid names a process that is somebody else, who is left alone', async () => {
    using folder = temporaryFolder();
    await (await startEmbeddedPostgres({ path: folder.path, database: 'shop', settings: hasty })).stop();
    await using stranger = startChild('data-folder', join(folder.path, 'elsewhere'), 'stranger');
    await stranger.line('open');
    const pidFile = join(folder.path, 'cluster', 'postmaster.pid');
    writeFileSync(
      pidFile,
      `${stranger.pid}\n${join(folder.path, 'cluster')}\n1700000000\n5432\n\n127.0.0.1\n\nready   \n`,
    );

    const server = await startEmbeddedPostgres({ path: folder.path, database: 'shop', settings: hasty });

    expect(runningServer(folder.path)).not.toBe(stranger.pid);
    expect(await stranger.line('open')).toBe('open');
    stranger.kill('SIGTERM');
    expect(await stranger.ended).toBe('SIGTERM');
    await server.stop();
  });

  test('after a postmaster.pid was left half written', async () => {
    using folder = temporaryFolder();
    await (await startEmbeddedPostgres({ path: folder.path, database: 'shop', settings: hasty })).stop();
    writeFileSync(join(folder.path, 'cluster', 'postmaster.pid'), '');

    await (await startEmbeddedPostgres({ path: folder.path, database: 'shop', settings: hasty })).stop();
  });

  test('after a kill -9 in the middle of initdb: it is done again', async () => {
    using folder = temporaryFolder();
    {
      await using user = startChild('postgres-user', folder.path);
      const halfDone = () =>
        readdirSync(folder.path).some((name) => existsSync(join(folder.path, name, 'cluster', 'base')));
      await waitFor(halfDone, { deadlineMs: 60_000, describe: 'initdb to have begun' });
      user.kill('SIGKILL');
      await user.ended;
    }
    expect(existsSync(join(folder.path, 'cluster'))).toBe(false);
    mkdirSync(join(folder.path, 'initdb-of-an-earlier-kill', 'cluster'), { recursive: true });

    const server = await startEmbeddedPostgres({ path: folder.path, database: 'shop', settings: hasty });

    expect(await ask(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(existsSync(join(folder.path, 'initdb-of-an-earlier-kill'))).toBe(false);
    await server.stop();
  });
});
