import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { realStoreUrl, waitFor } from '@mosaico/testing';
import { primaryAddress } from './real-database.ts';

/** A PgBouncer of a test's own before the real primary, in transaction mode. */
export interface PgBouncer {
  /** The same database, asked through this PgBouncer. */
  through(url: string): string;
  stop(): Promise<void>;
}

/** Fewer than the clients that a test has. */
export const serversInPool = 3;

/**
 * Starts one that makes the transactions of one client hop: it has few connections to the server, and takes them in turn.
 * @param options.upstream where it finds the server; the primary when absent
 */
export async function startPgBouncer(options: { upstream?: { host: string; port: number } } = {}): Promise<PgBouncer> {
  const { host, port } = options.upstream ?? (await primaryAddress());
  const { username, password } = new URL(realStoreUrl('postgres', 'POSTGRES_URL'));
  const ownPort = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'mosaico-test-pgbouncer-'));
  const configuration = join(folder, 'pgbouncer.ini');
  const lines = [
    '[databases]',
    `* = host=${host} port=${port} user=${username} password=${decodeURIComponent(password)}`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${ownPort}`,
    'unix_socket_dir =',
    'pool_mode = transaction',
    'auth_type = any',
    `default_pool_size = ${serversInPool}`,
    'server_round_robin = 1',
    'max_client_conn = 200',
    'server_login_retry = 1',
  ];
  writeFileSync(configuration, lines.join('\n'), { mode: 0o600 });
  const child = spawn('/usr/sbin/pgbouncer', [configuration], { ...owner(folder, configuration), stdio: 'ignore' });
  const exit = once(child, 'exit');
  await waitFor(() => accepts(ownPort), { deadlineMs: 60_000, describe: 'PgBouncer to listen' });
  return {
    through(url) {
      const own = new URL(url);
      own.host = `127.0.0.1:${ownPort}`;
      return own.href;
    },
    async stop() {
      child.kill('SIGTERM');
      await exit;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** PgBouncer will not run as root; then it is the user that its Debian package made. */
function owner(...paths: string[]): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const [uid, gid] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, 'postgres']).toString()));
  if (uid === undefined || gid === undefined) return {};
  for (const path of paths) chownSync(path, uid, gid);
  return { uid, gid };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } finally {
    socket.destroy();
  }
}
