import { waitForNamedLock } from '@mosaico/embedded/kernel-lock';
import { StoresError, StoresErrorCode } from './errors.ts';

/** An installation, or the first start of a ring of three, may be before us in the queue. */
const TURN_DEADLINE_MS = 600_000;

/** Works while nobody else, in this process or another, works under the same lock. A killed holder's lock is free. */
export async function underLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const lock = await waitForNamedLock({
    path,
    owner: 'stores',
    now: () => new Date(),
    deadlineMs: TURN_DEADLINE_MS,
  });
  if ('holder' in lock) {
    throw new StoresError(
      StoresErrorCode.serverFailed,
      `Process ${lock.holder?.pid ?? '(unknown)'} has held ${path} since ${lock.holder?.since ?? '(unknown)'}. If it hangs, end it.`,
    );
  }
  try {
    return await work();
  } finally {
    lock.release();
  }
}
