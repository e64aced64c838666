import { readdirSync, readFileSync } from 'node:fs';
import { waitUntil } from '@mosaico/embedded/wait-until';
import { StoresError, StoresErrorCode } from './errors.ts';

/** A process of this machine that serves from a folder of ours. */
export interface RunningServer {
  pid: number;
  /** Null when the system does not let us know. */
  port: number | null;
}

/**
 * What marks a process as ours: a variable in its environment that names the server's folder and its port. A pid file can be
 * stale, or name what is now anybody's; a shell can stand in the folder, an editor can have its path on the command line.
 * Nobody carries this mark but what was started with it.
 */
export const markName = 'MOSAICO_STORES_SERVER';

export function markOf(home: string, port: number): string {
  return `${home}:${port}`;
}

/** The server that runs from the folder, whoever started it, also when the folder has been deleted since; null for none. */
export function findServer(home: string): RunningServer | null {
  // What runs is read from Linux's /proc, and native servers run nowhere else.
  if (process.platform !== 'linux') return null;
  const found = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => describe(Number(name), home))
    .filter((server) => server !== null);
  // A server's own children carry its mark too.
  const pids = new Set(found.map(({ pid }) => pid));
  return found.find(({ pid }) => !pids.has(parentOf(pid))) ?? null;
}

/** Whether the process is, at this moment, the folder's server or a child of it. A dead one that waits for its parent is not. */
export function isServer(pid: number, home: string): boolean {
  return describe(pid, home) !== null;
}

/** Sends a signal to a server that is certainly ours; to a process that is not, or no longer, nothing is sent. */
export function signalServer(pid: number, home: string, signal: NodeJS.Signals): void {
  if (!isServer(pid, home)) return;
  try {
    process.kill(pid, signal);
  } catch (error) {
    // It ended in this moment.
    if (!Error.isError(error) || !('code' in error) || error.code !== 'ESRCH') throw error;
  }
}

export async function waitUntilGone(pid: number, home: string, deadlineMs: number): Promise<boolean> {
  return (await waitUntil(() => (isServer(pid, home) ? undefined : true), { deadlineMs })) ?? false;
}

/** Ends a server at once and returns when it has gone. */
export async function killServer(pid: number, home: string): Promise<void> {
  signalServer(pid, home, 'SIGKILL');
  if (await waitUntilGone(pid, home, 10_000)) return;
  throw new StoresError(StoresErrorCode.serverFailed, `The server in ${home} (pid ${pid}) does not end on SIGKILL.`);
}

/** Ends a server cleanly, one that is stopped or hangs in the end by force; returns when it has gone. */
export async function stopServer(
  { pid }: RunningServer,
  { home, signal, deadlineMs }: { home: string; signal: NodeJS.Signals; deadlineMs: number },
): Promise<void> {
  signalServer(pid, home, signal);
  signalServer(pid, home, 'SIGCONT');
  if (await waitUntilGone(pid, home, deadlineMs)) return;
  await killServer(pid, home);
}

function describe(pid: number, home: string): RunningServer | null {
  let environment: string;
  try {
    environment = readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch (error) {
    if (!Error.isError(error) || !('code' in error) || error.code !== 'EACCES') return null;
    return namesOnCommandLine(pid, home) ? { pid, port: null } : null;
  }
  const prefix = `${markName}=${home}:`;
  const mark = environment.split('\0').find((variable) => variable.startsWith(prefix));
  return mark === undefined ? null : { pid, port: Number(mark.slice(prefix.length)) };
}

/**
 * Root without CAP_SYS_PTRACE, as in a container, may not read the environment of a server that runs as a system user. Such
 * a user's processes are no person's, so that its command line tells.
 */
function namesOnCommandLine(pid: number, home: string): boolean {
  if (process.getuid?.() !== 0) return false;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`${home}/`);
  } catch {
    return false;
  }
}

function parentOf(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in parentheses, and may hold anything.
    return Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return 0;
  }
}
