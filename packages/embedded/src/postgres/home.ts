import { createHmac, randomBytes } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { EmbeddedErrorCode, EmbeddedStoreError, hasCode } from '../errors.ts';

/** The folder of one embedded server and what lies where in it. */
export interface PostgresHome {
  /** Absolute, without symbolic links. */
  path: string;
  /** PostgreSQL's data directory. */
  cluster: string;
  /** Lock under which servers are started and stopped, and users come and go. */
  turn: string;
  /** One lock file for each user of the server. */
  users: string;
  log: string;
  /** Last port, reused when free so that other processes' pools find a restarted server again. */
  port: string;
}

/**
 * Creates the folder when absent. Root's is open to pass through, since the server runs as another user.
 *
 * @throws EmbeddedStoreError `clusterUnusable` when the folder is another user's
 */
export function openHome(path: string): PostgresHome {
  try {
    mkdirSync(dirname(path), { recursive: true });
    mkdirSync(path, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new EmbeddedStoreError(
      EmbeddedErrorCode.clusterUnusable,
      `${path} cannot be written by this user. Run this process as the owner, or set DATA_DIR to another folder.`,
      { cause },
    );
  }
  const home = realpathSync(path);
  mkdirSync(join(home, 'users'), { recursive: true, mode: 0o700 });
  return {
    path: home,
    cluster: join(home, 'cluster'),
    turn: join(home, 'turn.lock'),
    users: join(home, 'users'),
    log: join(home, 'postgres.log'),
    port: join(home, 'port'),
  };
}

/** The random secret of the server, made once and readable by this user alone. */
export function openSecret(home: PostgresHome): string {
  const path = join(home.path, 'secret');
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
  }
  const secret = randomBytes(32).toString('base64url');
  writeDurably(path, secret);
  return secret;
}

/** Each role's password; the application's says nothing about the superuser's. */
export function passwordOf(role: string, secret: string): string {
  return createHmac('sha256', secret).update(role).digest('base64url');
}

/** Writes a file whole or not at all. */
export function writeDurably(path: string, text: string): void {
  const fresh = `${path}.new`;
  writeFileSync(fresh, text, { mode: 0o600, flush: true });
  renameSync(fresh, path);
  syncFolder(dirname(path));
}

/** Makes a rename in the folder survive a power cut, where the system lets a folder be opened. */
export function syncFolder(path: string): void {
  if (process.platform === 'win32') return;
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
