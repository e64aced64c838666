import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { freshEnvironment } from './config.ts';
import { secondsSince } from './bench.ts';

export interface CommandOptions {
  command: string;
  arguments: string[];
  folder: string;
  environment?: Record<string, string>;
  deadlineMs: number;
}

/** A command that was started in a process group of its own. */
export interface RunningCommand {
  /** Resolves when the output matches. @throws with all output, when the command ends before or is late. */
  waitFor(pattern: RegExp): Promise<string>;
  /** Resolves when it has ended. @throws with all output, when its exit code is not 0 or it is late. */
  readonly ended: Promise<{ output: string; seconds: number }>;
  /** Ends the command and what it started, as Ctrl-C on a terminal does, and waits until it has gone. */
  stop(): Promise<void>;
}

/** Starts a command as a person in a new terminal would. At its deadline it is ended. */
export function startCommand(options: CommandOptions): RunningCommand {
  const line = [options.command, ...options.arguments].join(' ');
  const started = performance.now();
  const child = spawn(options.command, options.arguments, {
    cwd: options.folder,
    env: { ...freshEnvironment(), ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  const waiting = new Set<() => void>();
  const read = (chunk: Buffer): void => {
    output += chunk.toString();
    for (const look of waiting) look();
  };
  child.stdout.on('data', read);
  child.stderr.on('data', read);
  const gone = once(child, 'close');
  const signalGroup = (signal: NodeJS.Signals): void => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
      process.kill(-child.pid, signal);
  };
  const timer = setTimeout(() => signalGroup('SIGTERM'), options.deadlineMs);
  const ended = gone.then(() => {
    clearTimeout(timer);
    if (child.exitCode === 0) return { output, seconds: secondsSince(started) };
    throw new Error(`${line} ended with ${child.exitCode ?? child.signalCode ?? 'nothing'}. It printed:\n${output}`);
  });
  // A command that is stopped ends with a signal, and nobody waits for its end.
  ended.catch(() => undefined);
  return {
    ended,
    async waitFor(pattern) {
      const found = Promise.withResolvers<string>();
      const look = (): void => {
        const match = pattern.exec(output)?.[0];
        if (match !== undefined) found.resolve(match);
      };
      waiting.add(look);
      look();
      const early = ended.then(() => {
        throw new Error(`${line} ended before it printed ${String(pattern)}:\n${output}`);
      });
      return Promise.race([found.promise, early]).finally(() => waiting.delete(look));
    },
    async stop() {
      signalGroup('SIGINT');
      await gone;
    },
  };
}
