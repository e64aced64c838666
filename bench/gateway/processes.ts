import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { freshEnvironment } from '../config.ts';

/** Where what is measured runs, and where all else. */
export const [gatewayCore, otherCore] = [0, 1];

/** A process of the bench that has said where it listens. */
export interface Served {
  readonly url: string;
  readonly pid: number;
  readonly stop: () => Promise<void>;
}

/**
 * Starts a file of the bench on one core, if the system can pin processes.
 * @param options.signal what ends it; nothing that it can hear unless said otherwise
 */
export async function serve(
  file: string,
  options: { args?: string[]; input?: string; core: number; signal?: NodeJS.Signals },
): Promise<Served> {
  // Hive stays when it is asked to go.
  const { args = [], input, core, signal = 'SIGKILL' } = options;
  const child = spawn(process.execPath, ['--no-warnings', fileURLToPath(new URL(file, import.meta.url)), ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...freshEnvironment(), NODE_ENV: 'production' },
  });
  child.stdin.end(input ?? '');
  const pid = child.pid ?? -1;
  pin(pid, core);
  const url = await firstLine(child);
  return {
    url,
    pid,
    async stop() {
      const gone = once(child, 'close');
      child.kill(signal);
      await gone;
    },
  };
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('A process of the bench must have an output.');
  for await (const line of createInterface({ input: child.stdout })) if (line.startsWith('http')) return line.trim();
  throw new Error('A process of the bench ended before it listened.');
}

/** @returns false where processes cannot be pinned */
export function pin(pid: number, core: number): boolean {
  try {
    execFileSync('taskset', ['-a', '-p', '-c', String(core), String(pid)], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** CPU time that a process has used, in milliseconds, of user and system, all its threads together. */
export function cpuMsOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name in parentheses may hold blanks; utime and stime are the 14th and 15th field, in ticks of a hundredth of a second.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
