import { join } from 'node:path';
import type { Engine, ServerDefinition } from '../engine.ts';
import { javaTools, mavenJars, requireJava } from '../install/java.ts';
import type { SetFolder } from '../set-folder.ts';
import { asksWell } from '../tcp.ts';

/** Follows the version in `ops/stores/mongodb/pom.xml`. */
const VERSION = '1.47.0';

/** mongo-java-server, which stands in for MongoDB: its protocol over a store in memory. It knows no credentials. */
export const mongodb: Engine = {
  store: 'mongodb',
  needs: (set) => [
    javaTools(),
    mavenJars({ what: 'the MongoDB engine mongo-java-server', name: 'mongodb', folder: toolFolder(set) }),
  ],
  environment: (set) => ({ MONGODB_URL: `mongodb://127.0.0.1:${set.address('mongodb').port}/catalog` }),
  servers: (set) => [server(set)],
};

function toolFolder(set: SetFolder): string {
  return join(set.tools, `mongo-java-server-${VERSION}`);
}

function server(set: SetFolder): ServerDefinition {
  const address = set.address('mongodb');
  const tools = toolFolder(set);
  return {
    name: 'mongodb',
    after: null,
    systemUser: null,
    prepare: () => Promise.resolve(),
    command: () => ({
      program: requireJava('java'),
      args: [
        '-Xmx1g',
        '-XX:+UseSerialGC',
        '-cp',
        `${tools}/classes:${tools}/lib/*`,
        'Main',
        address.host,
        String(address.port),
      ],
    }),
    answers: () =>
      asksWell(address, {
        question: hello(),
        // The reply's body begins behind 21 bytes of header, flags and section kind.
        isAnswer: (received) => (received.length < 26 ? undefined : received.readInt32LE(12) === 2013),
      }),
    stopSignal: 'SIGTERM',
    startDeadlineMs: 30_000,
    stopDeadlineMs: 10_000,
  };
}

/** `{ hello: 1, $db: 'admin' }` as an OP_MSG of MongoDB's protocol. */
function hello(): Buffer {
  const document = Buffer.from('\0\0\0\0\x10hello\0\x01\0\0\0\x02$db\0\x06\0\0\0admin\0\0', 'latin1');
  document.writeInt32LE(document.length, 0);
  const message = Buffer.alloc(21);
  message.writeInt32LE(message.length + document.length, 0);
  message.writeInt32LE(1, 4);
  message.writeInt32LE(2013, 12);
  return Buffer.concat([message, document]);
}
