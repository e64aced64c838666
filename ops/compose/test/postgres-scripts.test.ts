import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { canStart, waitFor } from '../../../packages/testing/src/index.ts';
import { chooseAccount, type Account } from '../../stores/src/account.ts';
import { findProgram, subfolders } from '../../stores/src/programs.ts';
import { freePortBase } from '../../stores/test/support/set-of-its-own.ts';

const deadlineMs = 60_000;
const run = promisify(execFile);
const binaries = subfolders('/usr/lib/postgresql').map((version) => join(version, 'bin'));

/** What docker-compose.yml does with PostgreSQL and PgBouncer, done with this machine's programs in place of containers. */
describe('the scripts of PostgreSQL', () => {
  if (!canStart('postgres')) return;

  let home: string;
  let base: number;
  let account: Account;
  const running = new Map<string, ChildProcess>();
  const secrets = {
    POSTGRES_USER: 'postgres',
    POSTGRES_APPLICATION_PASSWORD: 'application-_1',
    POSTGRES_REPLICATION_PASSWORD: 'replication-_2',
  };

  const environment = (more: Record<string, string>): Record<string, string> => {
    const folder = dirname(findProgram('postgres', binaries) ?? '');
    return { PATH: `${folder}:/usr/sbin:/usr/bin:/bin`, TMPDIR: home, LC_ALL: 'C.UTF-8', ...secrets, ...more };
  };
  const finish = async (program: string, args: string[], more: Record<string, string> = {}): Promise<string> => {
    const command = account.command(findProgram(program, binaries) ?? program, args);
    const { stdout } = await run(command.file, command.args, { ...command.options, cwd: home, env: environment(more) });
    return stdout.trim();
  };
  const start = (name: string, args: string[], more: Record<string, string>): void => {
    const command = account.command('/bin/sh', args);
    const child = spawn(command.file, command.args, {
      ...command.options,
      cwd: home,
      env: environment(more),
      stdio: 'ignore',
    });
    running.set(name, child);
  };
  const stop = async (name: string): Promise<void> => {
    const child = running.get(name);
    running.delete(name);
    if (child === undefined || child.exitCode !== null) return;
    child.kill('SIGINT');
    await once(child, 'close');
  };
  const asked = (port: number, statement: string): Promise<string> =>
    finish(
      'psql',
      ['-XqtA', '-h', '127.0.0.1', '-p', String(port), '-U', 'mosaico', '-d', 'analytics', '-c', statement],
      {
        PGPASSWORD: secrets.POSTGRES_APPLICATION_PASSWORD,
      },
    );
  const whenItAnswers = (port: number, statement: string, answer: string): Promise<void> =>
    waitFor(async () => (await asked(port, statement)) === answer, { deadlineMs, describe: `${statement} at ${port}` });

  const settings = (port: number): string[] => ['-p', String(port), '-k', home, '-c', 'max_connections=50'];
  const startReplica = (): void => {
    const where = {
      PGDATA: join(home, 'replica', '18', 'docker'),
      POSTGRES_PRIMARY_HOST: '127.0.0.1',
      POSTGRES_PRIMARY_PORT: String(base),
    };
    start(
      'replica',
      [join(home, 'compose/postgres/replica.sh'), ...settings(base + 1), '-c', 'hot_standby_feedback=on'],
      where,
    );
  };

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'mosaico-postgres-'));
    base = await freePortBase();
    account = await chooseAccount('postgres', home);
    cpSync(fileURLToPath(new URL('../', import.meta.url)), join(home, 'compose'), { recursive: true });
    // As the image's entrypoint does it: a server that listens nowhere runs the script.
    const data = join(home, 'primary');
    await finish('initdb', ['-D', data, '-U', 'postgres', '--auth-local=trust', '--auth-host=scram-sha-256']);
    appendFileSync(join(data, 'pg_hba.conf'), 'host all all all scram-sha-256\n');
    const hidden = `-p ${base} -k ${home} -c listen_addresses='' -c wal_level=replica`;
    await finish('pg_ctl', ['-D', data, '-w', '-s', '-l', join(home, 'making.log'), '-o', hidden, 'start']);
    await finish('sh', [join(home, 'compose/postgres/primary.sh')], {
      PGDATA: data,
      PGHOST: home,
      PGPORT: String(base),
    });
    await finish('pg_ctl', ['-D', data, '-w', '-s', '-m', 'fast', 'stop']);
    start('primary', ['-c', 'exec postgres "$@"', 'sh', '-D', data, ...settings(base)], {});
    await whenItAnswers(base, 'select 1', '1');
    mkdirSync(join(home, 'replica'));
    account.own(join(home, 'replica'));
  }, deadlineMs);
  afterAll(async () => {
    for (const name of ['bouncer', 'replica', 'primary']) await stop(name);
    rmSync(home, { recursive: true, force: true });
  }, deadlineMs);

  test(
    'make a replica that follows, also after it was down',
    async () => {
      await asked(base, 'create table words (word text)');
      await asked(base, "insert into words values ('before')");
      startReplica();
      await whenItAnswers(base + 1, 'select count(*) from words', '1');
      await stop('replica');
      await asked(base, "insert into words values ('meanwhile')");
      startReplica();
      await whenItAnswers(base + 1, 'select count(*) from words', '2');
      expect(await asked(base + 1, 'select pg_is_in_recovery()')).toBe('t');
      expect(await asked(base, "select active from pg_replication_slots where slot_name = 'replica'")).toBe('t');
    },
    deadlineMs,
  );

  test(
    'put a PgBouncer before the primary, which asks for the password and knows no other user',
    async () => {
      const where = { POSTGRES_PRIMARY_HOST: '127.0.0.1', POSTGRES_PRIMARY_PORT: String(base) };
      const listening = { LISTEN_ADDRESS: '127.0.0.1', LISTEN_PORT: String(base + 2) };
      start('bouncer', [join(home, 'compose/pgbouncer/start.sh')], { ...where, ...listening });
      await whenItAnswers(base + 2, 'select current_database()', 'analytics');
      expect(readFileSync(join(home, 'pgbouncer.ini'), 'utf8')).toContain('\npool_mode = transaction\n');
      const stranger = [
        '-XqtA',
        '-h',
        '127.0.0.1',
        '-p',
        String(base + 2),
        '-U',
        'postgres',
        '-d',
        'analytics',
        '-c',
        'select 1',
      ];
      await expect(finish('psql', stranger, { PGPASSWORD: 'application-_1' })).rejects.toThrow(/authentication failed/);
    },
    deadlineMs,
  );
});
