import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { readConfig } from '../config.ts';
import { StoresError, StoresErrorCode } from '../errors.ts';
import { goProgram } from '../install/go.ts';
import { underLock } from '../lock.ts';

const VERSION = 'v0.203.0';
const startDeadlineMs = 60_000;

/** Stripe's own stand-in for its API: it checks each request against Stripe's specification and answers from it, and keeps nothing. */
export interface StripeMock {
  /** Null when it is here; otherwise one sentence that names the command to type. */
  missing(): string | null;
  /** Whether it can be built here. */
  canInstall(): boolean;
  /** @throws StoresError `installFailed` or `notInstalled` */
  install(say?: (line: string) => void): Promise<void>;
  /** Starts one on a free port of loopback. @throws StoresError `startFailed` */
  start(): Promise<{ readonly url: string; readonly stop: () => Promise<void> }>;
}

/** @param options.toolsFolder STORES_TOOLS_DIR when absent */
export function createStripeMock(options: { toolsFolder?: string } = {}): StripeMock {
  const tools = options.toolsFolder ?? readConfig().STORES_TOOLS_DIR;
  const folder = join(tools, `stripe-mock-${VERSION}`);
  const program = goProgram({
    what: 'stripe-mock',
    module: 'github.com/stripe/stripe-mock',
    version: VERSION,
    program: 'stripe-mock',
    folder,
  });
  return {
    missing: () => (program.isMet() ? null : `${program.what} is not installed; ${program.remedy}`),
    canInstall: () => program.canInstall(),

    async install(say = () => undefined) {
      if (program.isMet()) return;
      mkdirSync(tools, { recursive: true });
      await underLock(join(tools, 'stripe-mock.lock'), async () => {
        if (!program.isMet()) await program.install(say);
      });
    },

    async start() {
      const port = await freePort();
      const url = `http://127.0.0.1:${port}`;
      const child = spawn(join(folder, 'stripe-mock'), ['-http-addr', `127.0.0.1:${port}`], { stdio: 'ignore' });
      const ended = new Promise<void>((resolve) => {
        child.once('exit', () => resolve());
        child.once('error', () => resolve());
      });
      const stop = async () => {
        child.kill();
        await ended;
      };
      for (const deadline = Date.now() + startDeadlineMs; Date.now() < deadline && child.exitCode === null;) {
        if (await answers(url)) return { url, stop };
        await delay(100);
      }
      await stop();
      throw new StoresError(StoresErrorCode.startFailed, `stripe-mock did not answer at ${url}.`);
    },
  };
}

/** Whatever it says: without a key it says 401. */
async function answers(url: string): Promise<boolean> {
  return fetch(`${url}/v1/balance`).then(
    () => true,
    () => false,
  );
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
