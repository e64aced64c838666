import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { hasCode } from '../errors.ts';

/** What a running server writes into `postmaster.pid`; see PostgreSQL's `miscadmin.h`, LOCK_FILE_LINE_*. */
export interface PostmasterFile {
  pid: number;
  port: number;
  status: 'starting' | 'stopping' | 'ready' | 'unknown';
}

/** Reads the cluster's `postmaster.pid`; undefined when there is none, or it is half written. */
export function readPostmasterFile(cluster: string): PostmasterFile | undefined {
  let lines: string[];
  try {
    lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return undefined;
  }
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  const status = lines[7]?.trim();
  return {
    pid,
    port: Number(lines[3]),
    status: status === 'starting' || status === 'stopping' || status === 'ready' ? status : 'unknown',
  };
}

/** Whether there is a `postmaster.pid`, readable or not. */
export function hasPostmasterFile(cluster: string): boolean {
  return existsSync(join(cluster, 'postmaster.pid'));
}

export function removePostmasterFile(cluster: string): void {
  rmSync(join(cluster, 'postmaster.pid'), { force: true });
}

/**
 * Whether `pid` is the server of `cluster`. After a reboot the pid may be anybody's, and nothing is ever signalled that
 * is not certainly the server: a postmaster works inside its cluster (Linux) and names it on its command line.
 * `possible` is all that Windows lets one know.
 */
export function isPostmaster(pid: number, cluster: string): 'certain' | 'possible' | 'no' {
  if (!exists(pid)) return 'no';
  if (process.platform === 'win32') return 'possible';
  if (process.platform === 'linux') return worksIn(pid, cluster) ? 'certain' : 'no';
  return commandLine(pid).includes(cluster) ? 'certain' : 'no';
}

/** Whether the system has a process of this number. A zombie counts; its working directory is gone. */
export function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}

function worksIn(pid: number, cluster: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === cluster;
  } catch {
    return false;
  }
}

function commandLine(pid: number): string {
  try {
    const line = execFileSync('ps', ['-o', 'stat=,command=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    return line.startsWith('Z') ? '' : line;
  } catch {
    return '';
  }
}
