import { spawn } from 'node:child_process';
import { StoresError, StoresErrorCode } from '../errors.ts';

/** How much of what a failed program said is worth showing. */
const LAST_LINES = 12;

/** Runs a program of an installation to its end. @throws StoresError `installFailed` with the end of what it said */
export async function runInstaller(
  program: string,
  args: readonly string[],
  options: { cwd?: string; environment?: Record<string, string> } = {},
): Promise<void> {
  const settings = Object.entries(options.environment ?? {}).map(([name, value]) => `${name}=${value}`);
  // `env` adds to what this process has in its environment.
  const child = spawn('env', [...settings, program, ...args], {
    cwd: options.cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const keep = (chunk: Buffer): void => {
    said = (said + chunk.toString('utf8')).slice(-10_000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const code = await new Promise<number | string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (status, signal) => resolve(status ?? signal ?? 'nothing'));
  });
  if (code === 0) return;
  throw new StoresError(
    StoresErrorCode.installFailed,
    `"${[program, ...args].join(' ')}" was required to end with 0 and ended with ${code}. It said at last:\n` +
      said.trim().split('\n').slice(-LAST_LINES).join('\n'),
  );
}
