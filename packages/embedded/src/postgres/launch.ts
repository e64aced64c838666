import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { EmbeddedErrorCode, EmbeddedStoreError } from '../errors.ts';
import { waitUntil } from '../wait-until.ts';
import type { ServerAccount } from './account.ts';
import type { PostgresBinaries } from './binaries.ts';
import { choosePort } from './free-port.ts';
import { writeDurably } from './home.ts';
import { readPostmasterFile } from './postmaster.ts';
import { findServer, type RunningServer, type ServerPlace, START_DEADLINE_MS } from './server.ts';
import { settingArguments } from './settings.ts';

const LOG_LIMIT_BYTES = 1_000_000;
/** A port can be taken between choosing and binding; backends of a killed server take a moment to notice. */
const LAUNCH_ATTEMPTS = 8;

/** Starts the server in a session of its own, so that neither a Ctrl-C nor the end of this process reaches it. */
export async function launchServer(
  place: ServerPlace & {
    binaries: PostgresBinaries;
    account: ServerAccount;
    settings: Readonly<Record<string, string>>;
  },
): Promise<RunningServer> {
  rotateLog(place.home.log);
  const logStart = statSync(place.home.log, { throwIfNoEntry: false })?.size ?? 0;
  for (let attempt = 1; attempt <= LAUNCH_ATTEMPTS; attempt++) {
    const port = await choosePort(attempt === 1 ? lastPort(place.home.port) : 0);
    const args = ['-D', place.home.cluster, '-p', String(port), ...settingArguments(place.settings)];
    if (await launched(place, place.account.command(place.binaries.postgres, args))) {
      writeDurably(place.home.port, String(port));
    }
    // Also when the launch failed: a server that a killed process had just launched may have been quicker.
    const server = await findServer(place);
    if (server) return server;
    await delay(250);
  }
  const log = readFileSync(place.home.log).subarray(logStart).toString('utf8').trim().split('\n').slice(-10).join('\n');
  throw new EmbeddedStoreError(
    EmbeddedErrorCode.serverFailed,
    `PostgreSQL did not start on ${place.home.cluster} in ${LAUNCH_ATTEMPTS} attempts. Its log ends with:\n${log}`,
  );
}

/** Whether the launched server became ready; false when it ended or never did. */
async function launched(
  { home, logger }: ServerPlace,
  { file, args, options }: ReturnType<ServerAccount['command']>,
): Promise<boolean> {
  const log = openSync(home.log, 'a', 0o600);
  const child = spawn(file, args, {
    ...options,
    cwd: home.path,
    detached: true,
    stdio: ['ignore', log, log],
    windowsHide: true,
  });
  closeSync(log);
  child.unref();
  let ended = false;
  child.once('error', () => (ended = true));
  child.once('exit', (code, signal) => {
    ended = true;
    if (code !== 0) logger.warn({ pid: child.pid, code, signal }, 'The embedded PostgreSQL ended.');
  });
  const ready = await waitUntil(
    () => {
      if (ended) return false;
      const current = readPostmasterFile(home.cluster);
      return current?.pid === child.pid && current?.status === 'ready' ? true : undefined;
    },
    { deadlineMs: START_DEADLINE_MS },
  );
  return ready ?? false;
}

function rotateLog(log: string): void {
  const size = statSync(log, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LOG_LIMIT_BYTES) renameSync(log, `${log}.1`);
}

function lastPort(path: string): number {
  try {
    return Number(readFileSync(path, 'utf8'));
  } catch {
    return 0;
  }
}
