import type { Engine, ServerDefinition } from './engine.ts';
import { StoresError, StoresErrorCode } from './errors.ts';
import { engines } from './engines/all.ts';
import { firstUnmet } from './install/need.ts';
import { type CassandraNodes, type ServerName, serversOf, type StoreName, storeOf } from './names.ts';
import { findServer, stopServer } from './running-server.ts';
import type { SetFolder } from './set-folder.ts';
import { ensureRunning } from './start-server.ts';

export interface ServerStatus {
  store: StoreName;
  /** As a person knows it; of native servers, a `ServerName`. */
  server: string;
  /** `host:port` */
  address: string;
  /** Its process, `pid 123`, or its container; null when it does not run. */
  runsAs: string | null;
  /** Whether it answers in its own protocol: one that is starting, or stands still, does not. */
  answers: boolean;
}

/** Does the same to several stores at once. One that fails does not keep the others from it. */
export async function forEachStore(
  names: readonly StoreName[],
  work: (name: StoreName) => Promise<void>,
): Promise<void> {
  const results = await Promise.allSettled(Array.from(new Set(names), work));
  const causes = results.filter((result) => result.status === 'rejected').map(({ reason }): unknown => reason);
  if (causes.length === 0) return;
  if (causes.length === 1) throw causes[0];
  const message = causes.map((cause) => (Error.isError(cause) ? cause.message : String(cause))).join('\n');
  throw new StoresError(StoresErrorCode.several, message, { cause: new AggregateError(causes) });
}

/** Under the store's lock. */
export async function startStore(
  set: SetFolder,
  { engine, say }: { engine: Engine; say: (line: string) => void },
): Promise<void> {
  const missing = firstUnmet(engine.needs(set));
  if (missing !== null) throw new StoresError(StoresErrorCode.notInstalled, missing);
  const starts = new Map<ServerName, Promise<void>>();
  const start = async (server: ServerDefinition): Promise<void> => {
    const began = performance.now();
    if (server.after) await starts.get(server.after);
    const wasStarted = await ensureRunning(set, server);
    const { host, port } = set.address(server.name);
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    say(`${server.name} ${wasStarted ? `answers (${seconds} s)` : 'runs already'} on ${host}:${port}`);
  };
  for (const server of engine.servers(set)) starts.set(server.name, start(server));
  const failed = (await Promise.allSettled(starts.values())).find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
  await engine.complete?.(set);
}

/** Under the store's lock. In reverse, so that what follows or stands before a server ends first. */
export async function stopStore(set: SetFolder, store: StoreName): Promise<void> {
  const definitions = new Map(engines[store].servers(set).map((server) => [server.name, server]));
  for (const name of serversOf[store].toReversed()) await stopOne(set, name, definitions.get(name));
}

export async function stopOne(set: SetFolder, name: ServerName, definition?: ServerDefinition): Promise<void> {
  const home = set.home(name);
  const running = findServer(home);
  if (!running) return;
  await stopServer(running, {
    home,
    signal: definition?.stopSignal ?? 'SIGTERM',
    deadlineMs: definition?.stopDeadlineMs ?? 10_000,
  });
}

export async function statusOf(set: SetFolder, server: ServerDefinition): Promise<ServerStatus> {
  const { host, port } = set.address(server.name);
  const running = findServer(set.home(server.name));
  return {
    store: storeOf(server.name),
    server: server.name,
    address: `${host}:${port}`,
    runsAs: running === null ? null : `pid ${running.pid}`,
    answers: running !== null && (await server.answers()),
  };
}

/** Keeps the number of nodes that a new ring gets. Data are placed for a number of nodes, so that a ring keeps its own. */
export function agreeOnNodes(set: SetFolder, wanted: CassandraNodes | undefined): void {
  const known = set.cassandraNodes();
  if (!set.hasRing()) set.keepCassandraNodes(wanted ?? known);
  else if (wanted !== undefined && wanted !== known) {
    throw new StoresError(
      StoresErrorCode.folderUnusable,
      `Cassandra's ring in ${set.path} was made with ${known === 1 ? 'one node' : `${known} nodes`}, and its data lie ` +
        `accordingly; ${wanted} cannot be had without making it anew. "npm run stores -- reset cassandra" removes it with its data.`,
    );
  }
}
