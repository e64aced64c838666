import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { arch, availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';

/** Where and on what a number was measured: a number without it says nothing. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  /** GiB */
  readonly memory: number;
  readonly system: string;
  readonly node: string;
  /** ISO 8601, UTC */
  readonly date: string;
  /** Of the project, with `-dirty` when files differed from it. */
  readonly commit: string;
}

export function describeMachine(now: Date): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memory: Math.round((totalmem() / 2 ** 30) * 10) / 10,
    system: `${systemName()}, ${type()} ${release()} ${arch()}`,
    node: process.version,
    date: now.toISOString(),
    commit: commitOf(),
  };
}

/** How many processes wanted a core, over the last minute. Above the number of cores, what is measured waits for others. */
function load(): number {
  return Math.round((loadavg()[0] ?? 0) * 100) / 100;
}

/** Waits until others leave the machine alone, or until the wait is over. @returns the load then. */
export async function waitForQuiet(options: { below: number; atMostMs: number }): Promise<number> {
  const deadline = performance.now() + options.atMostMs;
  while (load() >= options.below && performance.now() < deadline) await wait(2_000);
  return load();
}

function systemName(): string {
  const file = '/etc/os-release';
  const name = existsSync(file) ? /^PRETTY_NAME="?([^"\n]*)/m.exec(readFileSync(file, 'utf8'))?.[1] : undefined;
  return name ?? process.platform;
}

function commitOf(): string {
  try {
    const args = ['describe', '--always', '--dirty', '--exclude=*'];
    return execFileSync('git', args, { cwd: import.meta.dirname, encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch {
    return 'unknown (no git)';
  }
}
