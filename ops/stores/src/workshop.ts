import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Account } from './account.ts';
import { StoresError, StoresErrorCode } from './errors.ts';

const run = promisify(execFile);

/** A folder in which data are being made; one that is found at a start is of a making that was interrupted. */
const UNFINISHED = 'making-';

/**
 * Makes a data folder beside its place and renames it when it is whole, so that one that is in its place is whole,
 * whenever the process or the machine died.
 */
export async function makeWhole(
  { home, name, account }: { home: string; name: string; account: Account },
  make: (fresh: string) => Promise<void>,
): Promise<void> {
  for (const left of readdirSync(home).filter((entry) => entry.startsWith(UNFINISHED))) {
    rmSync(join(home, left), { recursive: true, force: true, maxRetries: 3 });
  }
  const workshop = join(home, `${UNFINISHED}${process.pid}`);
  mkdirSync(workshop, { mode: 0o700 });
  account.own(workshop);
  const fresh = join(workshop, name);
  await make(fresh);
  renameSync(fresh, join(home, name));
  rmSync(workshop, { recursive: true, force: true });
}

/** Runs one of an engine's own programs as the server's account. @throws StoresError `startFailed` with what it said */
export async function runTool(
  { account, home, environment = {} }: { account: Account; home: string; environment?: Record<string, string> },
  program: string,
  args: readonly string[],
): Promise<string> {
  const { file, args: fullArgs, options } = account.command(program, args);
  try {
    const env = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C.UTF-8', TZ: 'UTC', HOME: home, ...environment };
    const { stdout } = await run(file, fullArgs, { ...options, cwd: home, env });
    return stdout;
  } catch (cause) {
    const said = Error.isError(cause) && 'stderr' in cause ? String(cause.stderr).trim() : String(cause);
    throw new StoresError(StoresErrorCode.startFailed, `${program} failed in ${home}: ${said}`, { cause });
  }
}
