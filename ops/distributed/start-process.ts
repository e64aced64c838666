import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { inheritedEnvironment } from './config.ts';

/** A process of Mosaico, started by its real entry file. */
export interface RunningProcess {
  /** Where it listens, without a path. */
  readonly origin: string;
  readonly pid: number;
  /** Resolves when it has ended, however. */
  readonly gone: Promise<unknown>;
  /** What it has printed so far. */
  output(): string;
  /** Sends SIGTERM and waits until it has gone. @returns its exit code. */
  stop(): Promise<number | null>;
  /** Sends SIGKILL and waits until it has gone. */
  kill(): Promise<void>;
}

const root = new URL('../../', import.meta.url);

/**
 * Starts an entry file and waits until it prints where it listens.
 * @throws with all its output when it ends before, or is not there in time.
 */
export async function startProcess(options: {
  entry: string;
  arguments?: string[];
  environment?: Readonly<Record<string, string>>;
  deadlineMs?: number;
  /** Hears each piece that the process prints. */
  onOutput?: (text: string) => void;
  /** Out of reach of a Ctrl-C on the terminal, which else goes to every process there: whoever started it ends it. */
  isApart?: boolean;
}): Promise<RunningProcess> {
  const { entry, environment = {}, deadlineMs = 180_000, onOutput = () => undefined, isApart = false } = options;
  const child = spawn(process.execPath, ['--no-warnings', entry, ...(options.arguments ?? [])], {
    cwd: root,
    env: { ...inheritedEnvironment(), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: isApart,
  });
  let output = '';
  const listening = Promise.withResolvers<string>();
  const read = (chunk: Buffer): void => {
    output += chunk.toString();
    onOutput(chunk.toString());
    const origin = /http:\/\/(?:127\.0\.0\.1|localhost):\d+/.exec(output)?.[0];
    if (origin !== undefined) listening.resolve(origin);
  };
  child.stdout.on('data', read);
  child.stderr.on('data', read);
  const gone = once(child, 'close');
  const fail = (why: string): void => listening.reject(new Error(`${entry} ${why}. It printed:\n${output}`));
  gone.then(
    () => fail(`ended with ${child.exitCode ?? child.signalCode ?? 'nothing'} before it listened`),
    (error: unknown) => fail(String(error)),
  );
  const timer = setTimeout(() => {
    fail(`did not listen within ${deadlineMs} ms`);
    child.kill('SIGKILL');
  }, deadlineMs);
  const origin = await listening.promise.finally(() => clearTimeout(timer));
  return {
    origin,
    pid: child.pid ?? 0,
    gone,
    output: () => output,
    async stop() {
      await end(child, { signal: 'SIGTERM', gone });
      return child.exitCode;
    },
    kill: () => end(child, { signal: 'SIGKILL', gone }),
  };
}

/** Runs an entry file to its end. */
export async function runToEnd(options: {
  entry: string;
  arguments?: string[];
  environment?: Readonly<Record<string, string>>;
}): Promise<{ exitCode: number | null; output: string }> {
  const child = spawn(process.execPath, ['--no-warnings', options.entry, ...(options.arguments ?? [])], {
    cwd: root,
    env: { ...inheritedEnvironment(), ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await once(child, 'close');
  return { exitCode: child.exitCode, output };
}

async function end(child: ChildProcess, options: { signal: NodeJS.Signals; gone: Promise<unknown> }): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) child.kill(options.signal);
  await options.gone;
}
