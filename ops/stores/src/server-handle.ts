import { engines } from './engines/all.ts';
import type { ServerDefinition } from './engine.ts';
import { StoresError, StoresErrorCode } from './errors.ts';
import { underLock } from './lock.ts';
import { type ServerName, storeOf } from './names.ts';
import { findServer, killServer, signalServer } from './running-server.ts';
import type { SetFolder } from './set-folder.ts';
import { ensureRunning } from './start-server.ts';
import { stopOne } from './store-life.ts';

/** One server of a set, to do to it what a fault test needs. */
export interface ServerHandle {
  /** Null when it does not run. */
  readonly pid: number | null;
  /** SIGKILL; returns when it has gone. */
  kill(): Promise<void>;
  /** Stops it cleanly; returns when it has gone. */
  stop(): Promise<void>;
  /** Starts it when it does not run; returns when it answers. */
  start(): Promise<void>;
  /** Makes it stand still: its connections stay open, and nothing answers. */
  pause(): void;
  resume(): void;
}

export function handleOf(set: SetFolder, name: ServerName): ServerHandle {
  const home = set.home(name);
  const store = storeOf(name);
  const definition = (): ServerDefinition => {
    const found = engines[store].servers(set).find((server) => server.name === name);
    if (found) return found;
    throw new StoresError(
      StoresErrorCode.serverFailed,
      `This set has no ${name}: its ring is to have ${set.cassandraNodes()} node(s).`,
    );
  };
  const running = (): number => {
    const server = findServer(home);
    if (server) return server.pid;
    throw new StoresError(StoresErrorCode.serverFailed, `${name} was required to run, and does not.`);
  };
  return {
    get pid() {
      return findServer(home)?.pid ?? null;
    },
    kill: () => killServer(running(), home),
    stop: () => underLock(set.lock(store), () => stopOne(set, name, definition())),
    start: () =>
      underLock(set.lock(store), async () => {
        await ensureRunning(set, definition());
      }),
    pause: () => signalServer(running(), home, 'SIGSTOP'),
    resume: () => signalServer(running(), home, 'SIGCONT'),
  };
}
