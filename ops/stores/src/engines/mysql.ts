import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { waitUntil } from '@mosaico/embedded/wait-until';
import { type Account, chooseAccount } from '../account.ts';
import type { Engine, ServerDefinition } from '../engine.ts';
import { StoresError, StoresErrorCode } from '../errors.ts';
import { debeziumNeeds } from '../install/debezium.ts';
import { debianPackages } from '../install/debian.ts';
import { findProgram } from '../programs.ts';
import type { SetFolder } from '../set-folder.ts';
import { asksWell } from '../tcp.ts';
import { makeWhole, runTool } from '../workshop.ts';
import { accountStatements, replicationStatements } from './mysql-statements.ts';

type MysqlServer = 'mysql' | 'mysql-replica';

const DATABASE = 'orders';

/** MariaDB 10.11: a primary and one replica that follows it by GTID. */
export const mysql: Engine = {
  store: 'mysql',
  needs: () => [
    debianPackages({
      what: 'MariaDB',
      packages: ['mariadb-server'],
      services: ['mariadb'],
      isMet: () => ['mariadbd', 'mariadb', 'mariadb-install-db'].every((name) => findProgram(name) !== null),
    }),
  ],
  extras: debeziumNeeds,
  environment: (set) => ({
    MYSQL_URL: urlOf(set, 'mysql'),
    MYSQL_REPLICA_URLS: urlOf(set, 'mysql-replica'),
    MYSQL_CDC_URL: urlOf(set, 'mysql', 'debezium'),
  }),
  servers: (set) => [server(set, 'mysql'), server(set, 'mysql-replica')],
  complete: awaitReplication,
};

/** @param user `debezium` reads changes, see ops/debezium */
function urlOf(set: SetFolder, name: MysqlServer, user = 'mosaico'): string {
  const { host, port } = set.address(name);
  return `mysql://${user}:${set.password(user)}@${host}:${port}/${DATABASE}`;
}

function server(set: SetFolder, name: MysqlServer): ServerDefinition {
  const home = set.home(name);
  const address = set.address(name);
  return {
    name,
    after: null,
    systemUser: 'mysql',
    async prepare(account) {
      if (!existsSync(join(home, 'data'))) await makeData(home, account);
      makeTemporaryFolder(home, account);
      write(account, join(home, 'my.cnf'), settings(set, name));
      // The server runs these statements at each start, before it takes connections.
      const replication =
        name === 'mysql' ? [] : replicationStatements(set.address('mysql'), set.password('replicator'));
      write(account, join(home, 'start.sql'), [...accountStatements(set, DATABASE), ...replication].join('\n'));
    },
    command: () => ({
      program: findProgram('mariadbd') ?? 'mariadbd',
      args: [`--defaults-file=${join(home, 'my.cnf')}`],
    }),
    // The greeting: protocol version 10. A server that is full or not ready says an error instead, or nothing.
    answers: () =>
      asksWell(address, {
        question: null,
        isAnswer: (received) => (received.length < 5 ? undefined : received[4] === 10),
      }),
    stopSignal: 'SIGTERM',
    startDeadlineMs: 90_000,
    stopDeadlineMs: 60_000,
  };
}

async function makeData(home: string, account: Account): Promise<void> {
  await makeWhole({ home, name: 'data', account }, async (fresh) => {
    const program = findProgram('mariadb-install-db') ?? 'mariadb-install-db';
    const temporary = makeTemporaryFolder(dirname(fresh), account);
    const options = [
      `--tmpdir=${temporary}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
      '--skip-name-resolve',
      '--skip-log-bin',
    ];
    await runTool({ account, home }, program, ['--no-defaults', `--datadir=${fresh}`, ...options]);
  });
}

/** A server's own: at its start it removes the temporary tables of every server that shares its folder, the default /tmp. */
function makeTemporaryFolder(parent: string, account: Account): string {
  const path = join(parent, 'tmp');
  mkdirSync(path, { recursive: true, mode: 0o700 });
  account.own(path);
  return path;
}

function write(account: Account, path: string, text: string): void {
  writeFileSync(path, `${text}\n`, { mode: 0o600 });
  account.own(path);
}

/** Durable against a kill of the server; what a power cut may take is the last moment of the binary log (sync_binlog). */
function settings(set: SetFolder, name: MysqlServer): string {
  const isReplica = name === 'mysql-replica';
  return [
    '[mariadbd]',
    `datadir=${join(set.home(name), 'data')}`,
    `tmpdir=${join(set.home(name), 'tmp')}`,
    'bind-address=127.0.0.1',
    `port=${set.address(name).port}`,
    // Relative to the data folder: a socket's whole path may have 107 bytes, a project's has any number.
    'socket=server.sock',
    `pid-file=${join(set.home(name), 'server.pid')}`,
    `init-file=${join(set.home(name), 'start.sql')}`,
    'skip-name-resolve',
    'character-set-server=utf8mb4',
    'collation-server=utf8mb4_unicode_ci',
    'default-time-zone=+00:00',
    'max-connections=300',
    'max-connect-errors=4294967295',
    'log-warnings=1',
    'innodb-buffer-pool-size=256M',
    'innodb-log-file-size=128M',
    'innodb-flush-log-at-trx-commit=1',
    'performance-schema=OFF',
    `server-id=${isReplica ? 2 : 1}`,
    'log-bin=binlog',
    'binlog-format=ROW',
    'sync-binlog=0',
    'gtid-strict-mode=ON',
    ...(isReplica
      ? ['read-only=ON', 'skip-slave-start', 'slave-parallel-threads=2', 'relay-log=relay', 'log-slave-updates=OFF']
      : []),
  ].join('\n');
}

/** Waits until the replica follows the primary. @throws StoresError with what the replica says that hinders it */
async function awaitReplication(set: SetFolder): Promise<void> {
  const home = set.home('mysql-replica');
  const account = await chooseAccount('mysql', home);
  const { host, port } = set.address('mysql-replica');
  const client = ['--no-defaults', `--host=${host}`, `--port=${port}`, '--user=mosaico', '--protocol=tcp'];
  const environment = { MYSQL_PWD: set.password('mosaico') };
  let said = '';
  const follows = await waitUntil(
    async () => {
      const program = findProgram('mariadb') ?? 'mariadb';
      said = await runTool({ account, home, environment }, program, [...client, '-e', 'SHOW SLAVE STATUS\\G']);
      return /Slave_IO_Running: Yes/.test(said) && /Slave_SQL_Running: Yes/.test(said) ? true : undefined;
    },
    { deadlineMs: 30_000, everyMs: 200 },
  );
  if (follows) return;
  const errors = Array.from(said.matchAll(/Last_(?:IO|SQL)_Error: (.+)/g), ([, error]) => error);
  throw new StoresError(
    StoresErrorCode.startFailed,
    `mysql-replica does not follow mysql: ${errors.join(' ') || 'it says nothing about why'}. Should it have lost its place, ` +
      'begin again by "npm run stores -- reset mysql", which removes its data.',
  );
}
