import { execFileSync } from 'node:child_process';
import { EmbeddedErrorCode, EmbeddedStoreError } from '../errors.ts';
import type { EmbeddedLogger } from '../logger.ts';
import { waitUntil } from '../wait-until.ts';
import { locateBinaries } from './binaries.ts';
import { answersFor } from './databases.ts';
import type { PostgresHome } from './home.ts';
import {
  exists,
  hasPostmasterFile,
  isPostmaster,
  type PostmasterFile,
  readPostmasterFile,
  removePostmasterFile,
} from './postmaster.ts';

export interface RunningServer {
  pid: number;
  port: number;
}

export interface ServerPlace {
  home: PostgresHome;
  secret: string;
  logger: EmbeddedLogger;
}

/** Recovery after a crash replays at most `max_wal_size`. */
export const START_DEADLINE_MS = 120_000;

/**
 * The server that runs on the cluster, whoever started it: one that is starting is waited for, one that is stopping is
 * waited out, one that is certainly ours but does not answer is killed. Undefined when none is left running.
 *
 * @param answerDeadlineMs generous by default: others may be using a server that is only slow
 */
export async function findServer(place: ServerPlace, answerDeadlineMs = 10_000): Promise<RunningServer | undefined> {
  const { cluster } = place.home;
  const file = await settledPostmasterFile(cluster);
  if (!file) return undefined;
  const address = { port: file.port, secret: place.secret, deadlineMs: answerDeadlineMs };
  if (isPostmaster(file.pid, cluster) !== 'no' && (await answersFor(address, cluster))) return file;
  if (isPostmaster(file.pid, cluster) === 'certain') {
    place.logger.warn({ pid: file.pid }, 'The embedded PostgreSQL does not answer; it is stopped and started anew.');
    await killServer(file.pid, cluster);
  } else if (exists(file.pid)) {
    // PostgreSQL would take the stranger for its own server. It still finds a real one by its shared memory.
    removePostmasterFile(cluster);
  }
  return undefined;
}

/** Waits until the server is neither starting nor stopping; the file is left when there is no server, or it hangs. */
async function settledPostmasterFile(cluster: string): Promise<PostmasterFile | undefined> {
  const readable = () => (readPostmasterFile(cluster) || !hasPostmasterFile(cluster) ? true : undefined);
  // PostgreSQL writes the file at one stroke: one that stays unreadable is what a crash left, and would stop a start.
  if (!(await waitUntil(readable, { deadlineMs: 1000 }))) removePostmasterFile(cluster);
  if (!hasPostmasterFile(cluster)) return undefined;
  await waitUntil(
    () => {
      const current = readPostmasterFile(cluster);
      return !current || current.status === 'ready' || isPostmaster(current.pid, cluster) === 'no' ? true : undefined;
    },
    { deadlineMs: START_DEADLINE_MS },
  );
  return readPostmasterFile(cluster);
}

/** Ends all sessions and stops the server cleanly; returns when it has gone. */
export async function stopServer(place: ServerPlace, pid: number): Promise<void> {
  const { cluster } = place.home;
  if (isPostmaster(pid, cluster) === 'no') return;
  if (process.platform === 'win32') execFileSync(locateBinaries().pgCtl, ['kill', 'INT', String(pid)]);
  else process.kill(pid, 'SIGINT');
  if (await hasGone(pid, cluster, 60_000)) return;
  place.logger.warn({ pid }, 'The embedded PostgreSQL does not stop; it is killed, and recovers at the next start.');
  await killServer(pid, cluster);
}

/** Nothing acknowledged is lost: the next start replays the write-ahead log. */
async function killServer(pid: number, cluster: string): Promise<void> {
  for (const signal of ['SIGQUIT', 'SIGKILL'] as const) {
    if (isPostmaster(pid, cluster) !== 'certain') return;
    process.kill(pid, signal);
    if (await hasGone(pid, cluster, 5000)) return;
  }
  throw new EmbeddedStoreError(EmbeddedErrorCode.serverFailed, `PostgreSQL (pid ${pid}) does not end on SIGKILL.`);
}

async function hasGone(pid: number, cluster: string, deadlineMs: number): Promise<boolean> {
  const gone = () => (isPostmaster(pid, cluster) === 'no' ? true : undefined);
  return (await waitUntil(gone, { deadlineMs })) ?? false;
}
