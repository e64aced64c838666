import { fork } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { KillPoint } from './killable.ts';
import type { Command, Report, Write } from './messages.ts';
import type { Environment } from './open-shop-stores.ts';

/** A process of the shop, which can be killed. */
export interface ShopProcess {
  /** Opens its stores and takes part in the bus. @throws when it ends before */
  open(environment: Environment): Promise<void>;
  /** Tells it to end by itself when it comes to a point for the nth time from now on. */
  arm(point: KillPoint, nth: number): void;
  /** @returns the id of what is committed; null when the process has ended and not said so */
  write(write: Write): Promise<string | null>;
  isGone(): boolean;
  kill(): Promise<void>;
  /** Lets it end by itself what it has begun. */
  stop(): Promise<void>;
}

const entry = fileURLToPath(new URL('./shop-child.ts', import.meta.url));

/** Starts one, which loads its modules and waits to be opened. @throws from each method once it has ended other than by a kill */
export function startShopProcess(): ShopProcess {
  const child = fork(entry, [], {
    execArgv: ['--no-warnings'],
    // Many are started: what one has compiled the next ones need not.
    env: { NODE_COMPILE_CACHE: join(tmpdir(), 'mosaico-event-kills') },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const waiting = new Map<number | 'open', (id: string | null) => void>();
  let writes = 0;
  let isGone = false;
  let isStopping = false;
  const gone = once(child, 'exit').then(() => {
    isGone = true;
    for (const resolve of waiting.values()) resolve(null);
    waiting.clear();
  });
  child.on('message', (said: Report) => {
    const key = said.is === 'open' ? 'open' : said.number;
    waiting.get(key)?.(said.is === 'open' ? 'open' : said.id);
    waiting.delete(key);
  });
  // What is said to a process that has just ended is lost, as it would be had it ended a moment later.
  child.on('error', () => undefined);
  const tell = (command: Command): void => {
    if (child.connected) child.send(command, () => undefined);
  };

  async function ask(key: number | 'open', command: Command): Promise<string | null> {
    if (isGone) return ended();
    const { promise, resolve } = Promise.withResolvers<string | null>();
    waiting.set(key, resolve);
    tell(command);
    const id = await promise;
    return id ?? ended();
  }

  function ended(): null {
    if (isStopping || child.signalCode === 'SIGKILL') return null;
    throw new Error(`A process of the shop ended by itself, with ${child.exitCode ?? child.signalCode ?? 'nothing'}.`);
  }

  return {
    async open(environment) {
      if ((await ask('open', { is: 'open', environment })) === null) throw new Error('It ended before it was open.');
    },
    arm: (point, nth) => tell({ is: 'arm', point, nth }),
    write(write) {
      writes += 1;
      return ask(writes, { is: 'write', number: writes, write });
    },
    isGone: () => isGone,
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
    async stop() {
      isStopping = true;
      tell({ is: 'stop' });
      await gone;
    },
  };
}
