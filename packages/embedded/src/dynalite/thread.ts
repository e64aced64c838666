import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { parentPort, workerData } from 'node:worker_threads';
import { ClassicLevel } from 'classic-level';
import dynalite from 'dynalite';
import type { DynaliteThreadData, DynaliteThreadMessage } from './messages.ts';

const parent = parentPort;
if (!parent) throw new Error('This file is the thread of startDynalite and does nothing by itself.');
const { path, port } = workerData as DynaliteThreadData;
const say = (message: DynaliteThreadMessage) => parent.postMessage(message);

try {
  await proveOpenable();
  const server = dynalite({ path, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  takeWholeRequestsOnly(server);
  parent.once('message', () => close(server));
  server.once('error', (error) => say({ failed: error.message }));
  server.listen(port, '127.0.0.1', () => {
    const address = server.address();
    if (typeof address === 'object' && address) say({ listening: address.port });
  });
} catch (error) {
  say({ failed: describe(error) });
}

/** dynalite meets a store that does not open only at its first request, and then by ending the thread. */
async function proveOpenable(): Promise<void> {
  const store = new ClassicLevel<string, StoredTable>(path, { valueEncoding: 'json' });
  await store.open();
  await settleTables(store);
  await store.close();
}

interface StoredTable {
  TableStatus?: string;
  GlobalSecondaryIndexes?: { IndexStatus?: string }[];
}

/**
 * dynalite writes that a table is being made, then that it is active, and forgets a table that a kill left between the two:
 * it would neither take items nor be deleted. Nothing is left to make at that point, so it becomes active here.
 */
async function settleTables(store: ClassicLevel<string, StoredTable>): Promise<void> {
  const isUnsettled = (status: string | undefined) => status === 'CREATING' || status === 'UPDATING';
  for await (const [key, table] of store.iterator({ gte: 'table~', lt: 'table~\uffff' })) {
    const indexes = table.GlobalSecondaryIndexes ?? [];
    if (!isUnsettled(table.TableStatus) && !indexes.some((index) => isUnsettled(index.IndexStatus))) continue;
    if (isUnsettled(table.TableStatus)) table.TableStatus = 'ACTIVE';
    for (const index of indexes) if (isUnsettled(index.IndexStatus)) index.IndexStatus = 'ACTIVE';
    await store.put(key, table);
  }
}

/**
 * dynalite throws, uncaught, when a client hangs up in the middle of a request: it gets each request whole or not at
 * all. And it answers every web page that finds its port; no program that sends an Origin has business here.
 */
function takeWholeRequestsOnly(server: Server): void {
  const [answer] = server.listeners('request') as Answer[];
  if (!answer) throw new Error('dynalite was required to listen to requests, and does not.');
  server.removeAllListeners('request');
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (request.headers.origin !== undefined) {
      response.writeHead(403).end();
      return;
    }
    buffer(request).then(
      (body) => answer(wholeRequest(request, body), response),
      () => response.destroy(),
    );
  });
}

/** All that dynalite reads of a request: these three and the stream's events. */
type WholeRequest = Readable & Pick<IncomingMessage, 'method' | 'url' | 'headers'>;
type Answer = (request: WholeRequest, response: ServerResponse) => void;

function wholeRequest({ method, url, headers }: IncomingMessage, body: Buffer): WholeRequest {
  return Object.assign(Readable.from([body]), { method, url, headers });
}

/** Every request that has been taken is answered first. Idle connections of clients are ended as they fall idle. */
function close(server: Server): void {
  const sweep = setInterval(() => server.closeIdleConnections(), 20);
  server.close(() => {
    clearInterval(sweep);
    process.exit();
  });
}

function describe(error: unknown): string {
  if (!Error.isError(error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message}: ${describe(error.cause)}`;
}
