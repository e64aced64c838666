import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { waitUntil } from '@mosaico/embedded/wait-until';
import { type Account, chooseAccount } from '../account.ts';
import type { Engine, ServerDefinition } from '../engine.ts';
import { StoresError, StoresErrorCode } from '../errors.ts';
import { debianPackages } from '../install/debian.ts';
import { findProgram, subfolders } from '../programs.ts';
import type { SetFolder } from '../set-folder.ts';
import { makeWhole, runTool } from '../workshop.ts';
import { pgbouncer } from './pgbouncer.ts';
import { asksPostgres } from './postgres-probe.ts';

const DATABASE = 'analytics';
const SLOT = 'replica';

type PostgresServer = 'postgres' | 'postgres-replica';

/** PostgreSQL: a primary, a streaming replica, and PgBouncer in transaction mode before the primary. */
export const postgres: Engine = {
  store: 'postgres',
  needs: () => [
    debianPackages({
      what: 'PostgreSQL with PgBouncer',
      packages: ['postgresql', 'postgresql-client', 'pgbouncer'],
      services: ['postgresql', 'pgbouncer'],
      isMet: () => findProgram('pgbouncer') !== null && findProgram('postgres', binaries()) !== null,
    }),
  ],
  environment: (set) => ({
    POSTGRES_URL: urlOf(set, 'pgbouncer'),
    POSTGRES_REPLICA_URL: urlOf(set, 'postgres-replica'),
  }),
  servers: (set) => [primary(set), replica(set), pgbouncer(set)],
  complete,
};

function urlOf(set: SetFolder, name: PostgresServer | 'pgbouncer'): string {
  const { host, port } = set.address(name);
  return `postgres://mosaico:${set.password('mosaico')}@${host}:${port}/${DATABASE}`;
}

/** Debian keeps each version in a folder of its own; the newest comes first. */
function binaries(): string[] {
  const versions = subfolders('/usr/lib/postgresql').toSorted((a, b) => b.localeCompare(a, 'en', { numeric: true }));
  return versions.map((version) => join(version, 'bin'));
}

function program(name: string): string {
  return findProgram(name, binaries()) ?? name;
}

function primary(set: SetFolder): ServerDefinition {
  const home = set.home('postgres');
  const data = join(home, 'data');
  return {
    ...common(set, 'postgres'),
    after: null,
    async prepare(account) {
      if (existsSync(data)) return;
      await makeWhole({ home, name: 'data', account }, async (fresh) => {
        const passwordFile = join(home, 'password');
        writeFileSync(passwordFile, set.password('postgres'), { mode: 0o600 });
        account.own(passwordFile);
        await runTool({ account, home }, program('initdb'), [
          `--pgdata=${fresh}`,
          '--username=postgres',
          `--pwfile=${passwordFile}`,
          '--auth=scram-sha-256',
          '--encoding=UTF8',
          // Byte order, so that keys sort as they do in the other stores; Unicode rules for upper and lower case.
          '--locale=C.UTF-8',
          '--no-instructions',
        ]);
        rmSync(passwordFile);
      });
    },
  };
}

function replica(set: SetFolder): ServerDefinition {
  const home = set.home('postgres-replica');
  return {
    ...common(set, 'postgres-replica'),
    after: 'postgres',
    async prepare(account) {
      // Written anew: the primary's port may have changed.
      const { host, port } = set.address('postgres');
      const passwords = join(home, 'passwords');
      writeFileSync(passwords, `${host}:${port}:*:replicator:${set.password('replicator')}\n`, { mode: 0o600 });
      account.own(passwords);
      if (existsSync(join(home, 'data'))) return;
      await copyPrimary(set, account);
    },
  };
}

/** Takes the primary's data as they are now; the slot keeps, from then on, what the replica has not yet received. */
async function copyPrimary(set: SetFolder, account: Account): Promise<void> {
  const home = set.home('postgres-replica');
  await prepareReplication(set);
  await makeWhole({ home, name: 'data', account }, async (fresh) => {
    const { host, port } = set.address('postgres');
    const from = [`--host=${host}`, `--port=${port}`, '--username=replicator', '--no-password'];
    const environment = { PGPASSFILE: join(home, 'passwords') };
    const options = ['--checkpoint=fast', '--wal-method=stream', `--slot=${SLOT}`];
    await runTool({ account, home, environment }, program('pg_basebackup'), [...from, ...options, `--pgdata=${fresh}`]);
    const signal = join(fresh, 'standby.signal');
    writeFileSync(signal, '', { mode: 0o600 });
    account.own(signal);
  });
}

function common(set: SetFolder, name: PostgresServer): Omit<ServerDefinition, 'after' | 'prepare'> {
  const home = set.home(name);
  const address = set.address(name);
  return {
    name,
    systemUser: 'postgres',
    command() {
      const args = Object.entries(settings(set, name)).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
      return { program: program('postgres'), args: ['-D', join(home, 'data'), '-p', String(address.port), ...args] };
    },
    answers: () => asksPostgres(address),
    // Ends all sessions and stops cleanly; SIGTERM would wait for the clients to leave.
    stopSignal: 'SIGINT',
    startDeadlineMs: 90_000,
    stopDeadlineMs: 60_000,
  };
}

/** Given at every start rather than written into the data, so that a folder follows the code. */
function settings(set: SetFolder, name: PostgresServer): Record<string, string> {
  const source = set.address('postgres');
  const follow = {
    host: source.host,
    port: source.port,
    user: 'replicator',
    passfile: `'${join(set.home('postgres-replica'), 'passwords')}'`,
    application_name: 'replica',
  };
  return {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    shared_buffers: '256MB',
    huge_pages: 'off',
    wal_level: 'replica',
    max_wal_senders: '5',
    // What a replica that is down may make the primary keep; one that missed more is copied anew.
    max_slot_wal_keep_size: '1GB',
    max_wal_size: '1GB',
    hot_standby: 'on',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    ...(name === 'postgres-replica'
      ? {
          primary_conninfo: Object.entries(follow)
            .map(([key, value]) => `${key}=${value}`)
            .join(' '),
          primary_slot_name: SLOT,
          // A read that takes long on the replica is not cut off by what the primary cleans up.
          hot_standby_feedback: 'on',
          wal_retrieve_retry_interval: '500ms',
        }
      : {}),
  };
}

/** The application's role and its database, and a replica that follows. */
async function complete(set: SetFolder): Promise<void> {
  const owned = `SELECT 'CREATE DATABASE ${DATABASE} OWNER mosaico' WHERE NOT EXISTS (SELECT 1 FROM pg_database WHERE datname = '${DATABASE}')`;
  await psql(set, 'postgres', `${roleStatements('mosaico', 'LOGIN CREATEDB', set)}\n${owned} \\gexec`);
  if (await follows(set)) return;
  throw new StoresError(
    StoresErrorCode.startFailed,
    'postgres-replica does not receive from postgres. Should it have missed more than the primary keeps, have it copied ' +
      `anew: "npm run stores -- down postgres", remove ${join(set.home('postgres-replica'), 'data')}, and start again.`,
  );
}

async function prepareReplication(set: SetFolder): Promise<void> {
  const slot = `SELECT pg_create_physical_replication_slot('${SLOT}', true) WHERE NOT EXISTS (SELECT 1 FROM pg_replication_slots WHERE slot_name = '${SLOT}');`;
  await psql(set, 'postgres', `${roleStatements('replicator', 'LOGIN REPLICATION', set)}\n${slot}`);
}

async function follows(set: SetFolder): Promise<boolean> {
  const receives = 'SELECT status FROM pg_stat_wal_receiver';
  const answer = await waitUntil(
    async () => ((await psql(set, 'postgres-replica', receives)).trim() === 'streaming' ? true : undefined),
    { deadlineMs: 20_000, everyMs: 200 },
  );
  return answer ?? false;
}

function roleStatements(role: string, attributes: string, set: SetFolder): string {
  return (
    `SELECT 'CREATE ROLE ${role}' WHERE NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '${role}') \\gexec\n` +
    `ALTER ROLE ${role} ${attributes} PASSWORD '${set.password(role)}';`
  );
}

/** Runs a script as the superuser, whose password this set alone knows. */
async function psql(set: SetFolder, server: PostgresServer, script: string): Promise<string> {
  const home = set.home(server);
  const account = await chooseAccount('postgres', home);
  const { host, port } = set.address(server);
  const file = join(home, 'script.sql');
  writeFileSync(file, script, { mode: 0o600 });
  account.own(file);
  const environment = { PGPASSWORD: set.password('postgres') };
  const to = [`--host=${host}`, `--port=${port}`, '--username=postgres', '--dbname=postgres', '--no-password'];
  const how = ['--no-psqlrc', '--quiet', '--tuples-only', '--no-align', '--set=ON_ERROR_STOP=1', `--file=${file}`];
  try {
    return await runTool({ account, home, environment }, program('psql'), [...to, ...how]);
  } finally {
    rmSync(file, { force: true });
  }
}
