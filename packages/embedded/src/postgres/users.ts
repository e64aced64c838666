import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { tryKernelLock } from '../kernel-lock.ts';

/** One user of a server. A killed user's lock is free, so the next to leave does not count it. */
export interface ServerUser {
  /** @returns whether nobody is left */
  leave(): boolean;
}

/** Enters a user. Both this and `leave` only while holding the home's turn: lock files are deleted here. */
export function enterUser(folder: string, id: string): ServerUser {
  const own = join(folder, `${id}.lock`);
  const lock = tryKernelLock(own);
  if (!lock) throw new Error(`The new lock ${own} is held by somebody else: its id was required to be unique.`);
  return {
    leave() {
      lock.release();
      rmSync(own, { force: true });
      return readdirSync(folder).every((name) => isForgotten(join(folder, name)));
    },
  };
}

function isForgotten(path: string): boolean {
  const lock = tryKernelLock(path);
  if (!lock) return false;
  lock.release();
  rmSync(path, { force: true });
  return true;
}
