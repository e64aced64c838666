import { chmodSync, cpSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import { startEmbeddedPostgres } from '../src/index.ts';
import { silentLogger } from '../src/logger.ts';
import { chooseAccount } from '../src/postgres/account.ts';
import { locateBinaries } from '../src/postgres/binaries.ts';
import { ensureCluster } from '../src/postgres/cluster.ts';
import { ensureDatabase } from '../src/postgres/databases.ts';
import { openHome, openSecret } from '../src/postgres/home.ts';
import { launchServer } from '../src/postgres/launch.ts';
import { stopServer } from '../src/postgres/server.ts';
import { ask, hasty, runningServer, temporaryFolder } from './support.ts';

const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
const describeAsRoot = isRoot ? describe : describe.skip;

/** The line of `/proc/<pid>/status`, without its name. */
function status(pid: number | undefined, name: string): string {
  const text = readFileSync(`/proc/${pid ?? 'none'}/status`, 'utf8');
  const line = text.split('\n').find((entry) => entry.startsWith(`${name}:`));
  return line?.slice(name.length + 1).trim() ?? '';
}

function denyOthers(root: string): void {
  for (const name of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
    const path = join(root, name);
    const { mode } = statSync(path);
    chmodSync(path, mode & 0o700);
  }
}

const CAP_DAC_OVERRIDE = '0000000000000002';

/** A new cluster is a second's work on an idle machine. */
jest.setTimeout(120_000);

describeAsRoot('As root (skipped for other users), PostgreSQL runs as its own user', () => {
  test('in a folder that it can enter, without any privilege', async () => {
    using folder = temporaryFolder();
    chmodSync(folder.path, 0o711);
    const server = await startEmbeddedPostgres({
      path: join(folder.path, 'postgres'),
      database: 'orders',
      settings: hasty,
    });

    const pid = runningServer(join(folder.path, 'postgres'));
    expect(Number(status(pid, 'Uid').split('\t')[0])).toBeGreaterThan(0);
    expect(status(pid, 'CapEff')).toBe('0000000000000000');
    await server.stop();
  });

  test("in a folder under root's home that it cannot enter, with the one capability that lets it pass", async () => {
    using project = temporaryFolder(homedir());
    chmodSync(project.path, 0o700);
    const path = join(project.path, '.data', 'postgres');
    const first = await startEmbeddedPostgres({ path, database: 'orders', settings: hasty });
    await ask(first.url, `CREATE TABLE things AS SELECT 'kept' AS what`);

    const pid = runningServer(path);
    const uid = Number(status(pid, 'Uid').split('\t')[0]);
    expect(uid).toBeGreaterThan(0);
    expect(statSync(join(path, 'cluster')).uid).toBe(uid);
    expect(['CapPrm', 'CapEff', 'CapInh', 'CapAmb', 'CapBnd'].map((name) => status(pid, name))).toEqual(
      Array.from({ length: 5 }, () => CAP_DAC_OVERRIDE),
    );
    expect(status(pid, 'NoNewPrivs')).toBe('1');
    await first.stop();

    const second = await startEmbeddedPostgres({ path, database: 'orders', settings: hasty });
    expect(await ask(second.url, 'SELECT * FROM things')).toEqual([{ what: 'kept' }]);
    await second.stop();
  });

  test('in a copy of a folder, which belongs to root at first', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'postgres');
    const copy = join(folder.path, 'copy');
    const original = await startEmbeddedPostgres({ path, database: 'orders', settings: hasty });
    await ask(original.url, `CREATE TABLE things AS SELECT 'copied' AS what`);
    await original.stop();
    cpSync(path, copy, { recursive: true });
    expect(statSync(join(copy, 'cluster')).uid).toBe(0);

    const server = await startEmbeddedPostgres({ path: copy, database: 'orders', settings: hasty });

    expect(await ask(server.url, 'SELECT * FROM things')).toEqual([{ what: 'copied' }]);
    await server.stop();
  });

  test('from binaries that it may not read, as in a clone made under umask 077', async () => {
    using project = temporaryFolder(homedir());
    const installed = locateBinaries();
    const root = join(project.path, 'native');
    cpSync(dirname(dirname(installed.postgres)), root, { recursive: true, verbatimSymlinks: true });
    denyOthers(root);
    const program = (name: string) => join(root, 'bin', name);
    const binaries = {
      ...installed,
      initdb: program('initdb'),
      postgres: program('postgres'),
      pgCtl: program('pg_ctl'),
    };
    const home = openHome(join(project.path, '.data', 'postgres'));
    const secret = openSecret(home);

    const account = await chooseAccount(binaries, home.path);
    await ensureCluster({ home, binaries, account, secret, sync: false });
    const place = { home, secret, logger: silentLogger };
    const server = await launchServer({ ...place, binaries, account, settings: {} });
    const url = await ensureDatabase({ port: server.port, secret }, 'orders');

    expect(await ask(url, `SELECT to_tsvector('english', 'running stores') AS terms`)).toEqual([
      { terms: `'run':1 'store':2` },
    ]);
    await stopServer(place, server.pid);
  });
});
