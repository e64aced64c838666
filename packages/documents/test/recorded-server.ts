import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { BSON, type Document } from 'mongodb';

/** A server that speaks MongoDB's protocol, holds nothing but which collections are sharded, and keeps what it was asked: for tests of what a driver sends. */
export interface RecordedServer {
  readonly address: string;
  /** The commands so far but for those of monitors and handshakes, in order. */
  readonly commands: Document[];
  close(): Promise<void>;
}

const opReply = 1;
const opQuery = 2004;
const opMsg = 2013;
const monitoring = new Set(['hello', 'isMaster', 'ismaster', 'endSessions']);

/** @param hello what the server says of itself; asked for each time, as the addresses of a set are known late */
export async function startRecordedServer(hello: () => Document): Promise<RecordedServer> {
  const commands: Document[] = [];
  const sockets = new Set<Socket>();

  const sharded = new Set<unknown>();

  const answer = (command: Document): Document => {
    const [name = ''] = Object.keys(command);
    const isHandshake = monitoring.has(name) && command['maxTimeMS'] === undefined;
    if (!isHandshake) commands.push(command);
    if (name === 'shardCollection') sharded.add(command[name]);
    if (name === 'collStats') return { ok: 1, sharded: sharded.has(namespaceOf(command)) };
    return monitoring.has(name) ? { ...common, ...hello() } : replyTo(name, command);
  };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
    let received = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      while (received.length >= 4 && received.length >= received.readInt32LE(0)) {
        const message = received.subarray(0, received.readInt32LE(0));
        received = received.subarray(message.length);
        socket.write(reply(message, answer(readCommand(message))));
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    commands,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

const common = { ok: 1, minWireVersion: 0, maxWireVersion: 21, maxBsonObjectSize: 16_777_216, helloOk: true };

function namespaceOf(command: Document): string {
  return `${String(command['$db'])}.${String(Object.values(command)[0])}`;
}

function replyTo(name: string, command: Document): Document {
  const n = (command['documents'] as unknown[] | undefined)?.length ?? 0;
  if (['find', 'aggregate', 'listIndexes'].includes(name))
    return { ok: 1, cursor: { id: 0n, ns: namespaceOf(command), firstBatch: [] } };
  if (name === 'distinct') return { ok: 1, values: [] };
  return { ok: 1, n, nModified: 0, value: null };
}

function readCommand(message: Buffer): Document {
  if (message.readInt32LE(12) === opQuery) {
    const name = message.indexOf(0, 20);
    return BSON.deserialize(message.subarray(name + 9));
  }
  let command: Document = {};
  let at = 20;
  while (at < message.length) {
    const kind = message.readUInt8(at);
    const size = message.readInt32LE(at + 1);
    const section = message.subarray(at + 1, at + 1 + size);
    if (kind === 0) command = { ...BSON.deserialize(section), ...command };
    else {
      // The documents of a write travel in a section of their own, under their name.
      const end = section.indexOf(0, 4);
      command = { ...command, [section.toString('utf8', 4, end)]: documentsIn(section.subarray(end + 1)) };
    }
    at += 1 + size;
  }
  return command;
}

function documentsIn(bytes: Buffer): Document[] {
  if (bytes.length === 0) return [];
  const size = bytes.readInt32LE(0);
  return [BSON.deserialize(bytes.subarray(0, size)), ...documentsIn(bytes.subarray(size))];
}

function reply(message: Buffer, document: Document): Buffer {
  const isQuery = message.readInt32LE(12) === opQuery;
  const head = Buffer.alloc(isQuery ? 36 : 21);
  const body = BSON.serialize(document);
  head.writeInt32LE(head.length + body.length, 0);
  head.writeInt32LE(message.readInt32LE(4), 8);
  head.writeInt32LE(isQuery ? opReply : opMsg, 12);
  if (isQuery) head.writeInt32LE(1, 32);
  return Buffer.concat([head, body]);
}
