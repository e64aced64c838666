import { createHmac, randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CassandraNodes, ServerName, StoreName } from './names.ts';
import { type Address, addressOf } from './ports.ts';

/** The folder of one set of servers: what lies where in it, and what its servers have in common. */
export interface SetFolder {
  /** Absolute, without symbolic links. */
  readonly path: string;
  readonly tools: string;
  readonly portBase: number;
  /** Where a server works: its data and its configuration. */
  home(server: ServerName): string;
  log(server: ServerName): string;
  /** The lock under which the servers of a store are started and stopped. */
  lock(store: StoreName): string;
  address(server: ServerName): Address;
  /** Each role's password, a function of the set's one secret: one says nothing about another. */
  password(role: string): string;
  /** How many nodes the ring has, as it was made; a ring that is not yet made will have one. */
  cassandraNodes(): CassandraNodes;
  /** Whether the ring's number of nodes is settled. */
  hasRing(): boolean;
  /** Null forgets the ring. */
  keepCassandraNodes(nodes: CassandraNodes | null): void;
}

/** Creates the folder when absent. Root's is open to pass through, since some servers run as another user. */
export function openSetFolder(options: { folder: string; tools: string; portBase: number }): SetFolder {
  const isRoot = process.getuid?.() === 0;
  mkdirSync(options.folder, { recursive: true, mode: isRoot ? 0o711 : 0o700 });
  const path = realpathSync(options.folder);
  for (const name of ['logs', 'locks']) mkdirSync(join(path, name), { recursive: true, mode: 0o700 });
  const secret = openSecret(path);
  const ring = join(path, 'cassandra-nodes');
  return {
    path,
    tools: options.tools,
    portBase: options.portBase,
    home: (server) => join(path, server),
    log: (server) => join(path, 'logs', `${server}.log`),
    lock: (store) => join(path, 'locks', `${store}.lock`),
    address: (server) => addressOf(server, options.portBase),
    password: (role) => createHmac('sha256', secret).update(role).digest('base64url'),
    cassandraNodes: () => (readIfThere(ring) === '3' ? 3 : 1),
    hasRing: () => readIfThere(ring) !== undefined,
    keepCassandraNodes: (nodes) => (nodes === null ? rmSync(ring, { force: true }) : writeWhole(ring, String(nodes))),
  };
}

/** The set's random secret, made once and readable by this user alone; several makers at once agree on one. */
function openSecret(folder: string): string {
  const path = join(folder, 'secret');
  const known = readIfThere(path);
  if (known !== undefined) return known;
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  try {
    writeFileSync(draft, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' });
    // A hard link appears whole or not at all, and only one of several makers makes it.
    linkSync(draft, path);
  } catch (error) {
    if (!Error.isError(error) || !('code' in error) || error.code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readFileSync(path, 'utf8');
}

/** Writes a file of this user's own, whole or not at all. */
export function writeWhole(path: string, text: string): void {
  const draft = `${path}.${process.pid}.new`;
  writeFileSync(draft, text, { mode: 0o600 });
  renameSync(draft, path);
}

export function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (Error.isError(error) && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
