import { mkdirSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DataFolderInUseError } from './errors.ts';
import { waitForNamedLock } from './kernel-lock.ts';

/** A folder that this process alone may write to until `close`. */
export interface DataFolder {
  /** Absolute, without symbolic links. */
  path: string;
  /** Lets the next process in. Twice is once. */
  close(): void;
}

/** A lock that a dying process is about to lose is worth a moment's wait: a restart should not fail on its own past. */
const PATIENCE_MS = 500;

/**
 * Opens a data folder for this process alone, creating it (mode 0700) when absent.
 *
 * The lock belongs to the kernel, so a killed holder leaves nothing behind, and its pid may be used again by anybody.
 * Of any number of starters exactly one gets the folder.
 *
 * @param options.owner what this process is, for the message that others get: "standalone", "orders subgraph"
 * @throws DataFolderInUseError when another process, or another part of this one, has the folder open
 */
export async function openDataFolder(options: { path: string; owner: string; now?: () => Date }): Promise<DataFolder> {
  mkdirSync(dirname(options.path), { recursive: true });
  mkdirSync(options.path, { recursive: true, mode: 0o700 });
  const path = realpathSync(options.path);
  const lock = await waitForNamedLock({
    path: join(path, 'folder.lock'),
    owner: options.owner,
    now: options.now ?? (() => new Date()),
    deadlineMs: PATIENCE_MS,
  });
  if ('holder' in lock) throw new DataFolderInUseError(path, lock.holder ?? undefined);
  let open = true;
  return {
    path,
    close() {
      if (!open) return;
      open = false;
      lock.release();
    },
  };
}
