import { randomUUID } from 'node:crypto';
import { EmbeddedErrorCode, EmbeddedStoreError } from '../errors.ts';
import { type KernelLock, waitForNamedLock } from '../kernel-lock.ts';
import { type EmbeddedLogger, silentLogger } from '../logger.ts';
import { chooseAccount } from './account.ts';
import { locateBinaries } from './binaries.ts';
import { ensureCluster } from './cluster.ts';
import { ensureDatabase } from './databases.ts';
import { type PostgresHome, openHome, openSecret } from './home.ts';
import { launchServer } from './launch.ts';
import { readPostmasterFile } from './postmaster.ts';
import { findServer, type ServerPlace, stopServer } from './server.ts';
import { type ServerUser, enterUser } from './users.ts';

export interface EmbeddedPostgres {
  /** `postgres://…`, for a role that owns the database and is no superuser. */
  url: string;
  /** Leaves the server; the last user out stops it and waits until it has gone. Twice is once. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** The server's own folder, `DATA_DIR/postgres`; created when absent. */
  path: string;
  /** Created when absent, owned by the URL's role. */
  database: string;
  logger?: EmbeddedLogger;
  now?: () => Date;
  /**
   * Server settings beside the usual ones, for whoever starts the server; who joins a running one changes nothing.
   * With `fsync: 'off'`, for data that need not outlive the machine, initdb does not sync either.
   */
  settings?: Readonly<Record<string, string>>;
}

/** A first start takes a second; a crash recovery of another starter may take longer. */
const TURN_DEADLINE_MS = 180_000;

/**
 * Joins the PostgreSQL server of a folder, starting it when nobody has.
 *
 * All processes that use the folder share one server. One that was killed leaves the server running or half made: the
 * next start adopts it, or stops and replaces it, and needs no hand. A commit that was acknowledged is kept in any case.
 *
 * @throws EmbeddedStoreError with the code of what stands in the way, and what to do about it
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { logger = silentLogger, now = () => new Date(), settings = {} } = options;
  const home = openHome(options.path);
  return inTurn(home, now, async () => {
    const place: ServerPlace = { home, secret: openSecret(home), logger };
    const user = enterUser(home.users, randomUUID());
    try {
      const server = (await findServer(place)) ?? (await start(place, settings));
      const url = await ensureDatabase({ port: server.port, secret: place.secret }, options.database);
      return { url, stop: once(() => inTurn(home, now, () => leave(place, user))) };
    } catch (error) {
      await leave(place, user).catch((err: unknown) => logger.warn({ err }, 'PostgreSQL did not stop.'));
      if (error instanceof EmbeddedStoreError) throw error;
      const message = `PostgreSQL in ${home.path} could not be started or reached.`;
      throw new EmbeddedStoreError(EmbeddedErrorCode.serverFailed, message, { cause: error });
    }
  });
}

/**
 * Counts as a user of the folder's server without starting it: until `stop`, others may come and go and the server they
 * started stays up. `stop` stops it if nobody else is left, also one that a killed process left behind.
 */
export async function keepEmbeddedPostgres(
  options: Omit<EmbeddedPostgresOptions, 'database' | 'settings'>,
): Promise<{ stop(): Promise<void> }> {
  const { logger = silentLogger, now = () => new Date() } = options;
  const home = openHome(options.path);
  return inTurn(home, now, () => {
    const place: ServerPlace = { home, secret: openSecret(home), logger };
    const user = enterUser(home.users, randomUUID());
    return { stop: once(() => inTurn(home, now, () => leave(place, user))) };
  });
}

async function start(place: ServerPlace, settings: Readonly<Record<string, string>>) {
  const { home, secret, logger } = place;
  const binaries = locateBinaries();
  const account = await chooseAccount(binaries, home.path);
  const fresh = await ensureCluster({ home, binaries, account, secret, sync: settings['fsync'] !== 'off' });
  const server = await launchServer({ ...place, binaries, account, settings });
  logger.info({ pid: server.pid, port: server.port, fresh }, 'The embedded PostgreSQL runs.');
  return server;
}

async function leave(place: ServerPlace, user: ServerUser): Promise<void> {
  if (!user.leave()) return;
  const file = readPostmasterFile(place.home.cluster);
  if (file) await stopServer(place, file.pid);
}

/** Starting, stopping, coming and going happen one after the other, across all processes. */
async function inTurn<T>(home: PostgresHome, now: () => Date, work: () => T | Promise<T>): Promise<T> {
  const turn = await waitForNamedLock({
    path: home.turn,
    owner: 'embedded PostgreSQL',
    now,
    deadlineMs: TURN_DEADLINE_MS,
  });
  if ('holder' in turn) {
    throw new EmbeddedStoreError(
      EmbeddedErrorCode.serverFailed,
      `Process ${turn.holder?.pid ?? '(unknown)'} has been starting or stopping PostgreSQL in ${home.path} since ` +
        `${turn.holder?.since ?? '(unknown)'}. If it hangs, end it; its server is adopted.`,
    );
  }
  return releasing(turn, work);
}

async function releasing<T>(lock: KernelLock, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    lock.release();
  }
}

function once(action: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => (running ??= action());
}
