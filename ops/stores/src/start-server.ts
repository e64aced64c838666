import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { waitUntil } from '@mosaico/embedded/wait-until';
import { type Account, chooseAccount } from './account.ts';
import type { ServerDefinition } from './engine.ts';
import { StoresError, StoresErrorCode } from './errors.ts';
import { isFree } from './ports.ts';
import { findServer, markName, markOf, signalServer, stopServer } from './running-server.ts';
import type { SetFolder } from './set-folder.ts';

const LOG_LIMIT_BYTES = 10_000_000;
/** The kernel and the children of a killed server take a moment to let go of what it held. */
const PATIENCE_MS = 2000;
const LAUNCH_ATTEMPTS = 3;

/**
 * Makes one server run and waits until it answers. One that runs already, whoever started it, is left as it is; one that was
 * paused goes on; one that does not answer in its time, or answers on another port, is started anew.
 *
 * @returns whether it had to be started
 * @throws StoresError `portTaken`, `startFailed`, or what the making of its home met
 */
export async function ensureRunning(set: SetFolder, server: ServerDefinition): Promise<boolean> {
  const home = set.home(server.name);
  const running = findServer(home);
  if (running) {
    signalServer(running.pid, home, 'SIGCONT');
    const isInPlace = running.port === null || running.port === set.address(server.name).port;
    if (isInPlace && (await answersInTime(server, () => findServer(home) !== null))) return false;
    await stopServer(running, { home, signal: server.stopSignal, deadlineMs: server.stopDeadlineMs });
  }
  await requireFreePorts(set, server);
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const account = await chooseAccount(server.systemUser, home);
  await server.prepare(account);
  await launch(set, { server, account });
  return true;
}

async function launch(
  set: SetFolder,
  { server, account }: { server: ServerDefinition; account: Account },
): Promise<void> {
  const log = set.log(server.name);
  rotate(log);
  const logStart = statSync(log, { throwIfNoEntry: false })?.size ?? 0;
  for (let attempt = 1; attempt <= LAUNCH_ATTEMPTS; attempt++) {
    const child = spawnDetached(set, { server, account });
    if (await answersInTime(server, child.isAlive)) return;
    if (child.isAlive()) break;
    await delay(500);
  }
  const said = readFileSync(log).subarray(logStart).toString('utf8').trim().split('\n').slice(-12).join('\n');
  const hung = findServer(set.home(server.name));
  if (hung) {
    const { stopSignal: signal, stopDeadlineMs: deadlineMs } = server;
    await stopServer(hung, { home: set.home(server.name), signal, deadlineMs });
  }
  throw new StoresError(
    StoresErrorCode.startFailed,
    `${server.name} ${hung ? `did not answer within ${server.startDeadlineMs / 1000} s` : 'ended while it started'}. ` +
      `Its log, ${log}, ends with:\n${said}`,
  );
}

/** In a session of its own, so that neither a Ctrl-C nor the end of this process reaches it. */
function spawnDetached(
  set: SetFolder,
  { server, account }: { server: ServerDefinition; account: Account },
): { isAlive: () => boolean } {
  const home = set.home(server.name);
  const { program, args, environment } = server.command();
  const { file, args: fullArgs, options } = account.command(program, args);
  const log = openSync(set.log(server.name), 'a', 0o600);
  const child = spawn(file, fullArgs, {
    ...options,
    cwd: home,
    env: {
      PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
      LC_ALL: 'C.UTF-8',
      TZ: 'UTC',
      ...environment,
      [markName]: markOf(home, set.address(server.name).port),
    },
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  child.unref();
  let alive = true;
  child.once('error', () => (alive = false));
  child.once('exit', () => (alive = false));
  return { isAlive: () => alive };
}

async function answersInTime(server: ServerDefinition, isAlive: () => boolean): Promise<boolean> {
  const answer = await waitUntil(async () => ((await server.answers()) ? true : isAlive() ? undefined : false), {
    deadlineMs: server.startDeadlineMs,
    everyMs: 50,
  });
  return answer ?? false;
}

async function requireFreePorts(set: SetFolder, server: ServerDefinition): Promise<void> {
  const { host, port } = set.address(server.name);
  for (const required of [port, ...(server.morePorts ?? [])]) {
    const free = await waitUntil(async () => ((await isFree({ host, port: required })) ? true : undefined), {
      deadlineMs: PATIENCE_MS,
      everyMs: 100,
    });
    if (free) continue;
    throw new StoresError(
      StoresErrorCode.portTaken,
      `${server.name} needs the port ${host}:${required}, on which a process listens that is not of this set. End that ` +
        `process, or set STORES_PORT_BASE to the beginning of a free hundred of ports (it is ${set.portBase}).`,
    );
  }
}

function rotate(log: string): void {
  const size = statSync(log, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LOG_LIMIT_BYTES) renameSync(log, `${log}.1`);
}
