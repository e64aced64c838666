import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { hasCode, type LockHolder } from './errors.ts';
import { waitUntil } from './wait-until.ts';

/** A lock that this process holds until `release` or until it ends, however it ends. */
export interface KernelLock {
  release(): void;
}

const SQLITE_BUSY = 5;

/** A lock whose owner forgot its handle must stay held; the garbage collector would close its database. */
const heldLocks = new Set<DatabaseSync>();

/**
 * Takes the lock at `path`, or answers undefined when it is held, by another process or by this one.
 *
 * The lock is SQLite's own on an empty database: record locks of the kernel, so nothing is left to clean up after a
 * kill -9, on Linux, macOS and Windows alike. Two dangers: such locks are lost when the holder opens and closes the
 * file by other means, so nothing but this function may touch it; and the file must never be deleted while others may
 * want it, or two processes would lock two files of one name.
 */
export function tryKernelLock(path: string): KernelLock | undefined {
  createForOwnerOnly(path);
  // Two starters can meet between SQLite's shared and exclusive lock; the few milliseconds let one of them pass.
  const database = new DatabaseSync(path, { timeout: 5 });
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (Error.isError(error) && 'errcode' in error && error.errcode === SQLITE_BUSY) return undefined;
    throw error;
  }
  heldLocks.add(database);
  return {
    release() {
      heldLocks.delete(database);
      database.close();
    },
  };
}

/** A kernel lock whose holder tells, in a file beside it, who it is. */
export interface NamedLockOptions {
  path: string;
  owner: string;
  now: () => Date;
}

/** Like `tryKernelLock`; answers with the holder when the lock is taken (null when the holder is not known). */
function tryNamedLock({ path, owner, now }: NamedLockOptions): KernelLock | { holder: LockHolder | null } {
  const sideFile = `${path}.json`;
  const lock = tryKernelLock(path);
  if (!lock) return { holder: readHolder(sideFile) };
  const holder: LockHolder = { owner, pid: process.pid, since: now().toISOString() };
  writeFileSync(`${sideFile}.new`, JSON.stringify(holder), { mode: 0o600 });
  renameSync(`${sideFile}.new`, sideFile);
  return {
    release() {
      rmSync(sideFile, { force: true });
      lock.release();
    },
  };
}

/** Waits for its turn at a named lock; answers with the holder when the deadline passes first. */
export async function waitForNamedLock(
  options: NamedLockOptions & { deadlineMs: number },
): Promise<KernelLock | { holder: LockHolder | null }> {
  const taken = await waitUntil(
    () => {
      const attempt = tryNamedLock(options);
      return 'release' in attempt ? attempt : undefined;
    },
    { deadlineMs: options.deadlineMs },
  );
  return taken ?? { holder: readHolder(`${options.path}.json`) };
}

/** SQLite would let every user of the machine read the file, and who may read it may lock it. */
function createForOwnerOnly(path: string): void {
  if (existsSync(path)) return;
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  }
}

function readHolder(sideFile: string): LockHolder | null {
  try {
    return JSON.parse(readFileSync(sideFile, 'utf8')) as LockHolder;
  } catch {
    return null;
  }
}
