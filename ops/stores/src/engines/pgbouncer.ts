import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerDefinition } from '../engine.ts';
import { findProgram } from '../programs.ts';
import type { SetFolder } from '../set-folder.ts';
import { asksPostgres } from './postgres-probe.ts';

/**
 * PgBouncer 1.18 before the primary, for every database that it has or will have. It gives a connection to each
 * transaction, so that nothing of a session lasts; prepared statements that outlive one came with 1.21.
 */
export function pgbouncer(set: SetFolder): ServerDefinition {
  const home = set.home('pgbouncer');
  const address = set.address('pgbouncer');
  const configuration = join(home, 'pgbouncer.ini');
  const users = join(home, 'users.txt');
  return {
    name: 'pgbouncer',
    after: null,
    systemUser: 'postgres',
    prepare(account) {
      const { host, port } = set.address('postgres');
      const lines = [
        '[databases]',
        `* = host=${host} port=${port}`,
        '[pgbouncer]',
        `listen_addr = ${address.host}`,
        `listen_port = ${address.port}`,
        'unix_socket_dir =',
        'pool_mode = transaction',
        'auth_type = scram-sha-256',
        `auth_file = ${users}`,
        'max_client_conn = 500',
        'default_pool_size = 20',
        // Any other that a pooled connection cannot keep is refused, rather than forgotten without a word.
        'ignore_startup_parameters = extra_float_digits',
        'server_login_retry = 1',
        'server_connect_timeout = 5',
        'server_idle_timeout = 60',
        'log_connections = 0',
        'log_disconnections = 0',
        'log_stats = 0',
      ];
      for (const [path, text] of [
        [configuration, lines.join('\n')],
        [users, `"mosaico" "${set.password('mosaico')}"`],
      ] as const) {
        writeFileSync(path, `${text}\n`, { mode: 0o600 });
        account.own(path);
      }
      return Promise.resolve();
    },
    command: () => ({ program: findProgram('pgbouncer') ?? 'pgbouncer', args: [configuration] }),
    answers: () => asksPostgres(address),
    // Lets transactions end; SIGTERM would cut them off.
    stopSignal: 'SIGINT',
    startDeadlineMs: 20_000,
    stopDeadlineMs: 5000,
  };
}
