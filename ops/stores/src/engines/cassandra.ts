import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine, ServerDefinition } from '../engine.ts';
import { javaTools, mavenJars, requireJava } from '../install/java.ts';
import { serversOf } from '../names.ts';
import { cassandraStorageOffset } from '../ports.ts';
import type { SetFolder } from '../set-folder.ts';
import { asksWell } from '../tcp.ts';
import { javaAccess, nodeSettings } from './cassandra-settings.ts';

type CassandraServer = (typeof serversOf.cassandra)[number];

/** Follows the version in `ops/stores/cassandra/pom.xml`. */
const VERSION = '5.0.6';

/** Cassandra 5: one node, or a ring of three on 127.0.0.1 to 127.0.0.3. */
export const cassandra: Engine = {
  store: 'cassandra',
  needs: (set) => [javaTools(), mavenJars({ what: 'Cassandra', name: 'cassandra', folder: toolFolder(set) })],
  environment(set) {
    const hosts = nodes(set).map((name) => set.address(name).host);
    const { port } = set.address('cassandra-1');
    return {
      CASSANDRA_URL: `cassandra://${hosts.join(',')}:${port}/ecommerce_logs?dc=datacenter1&rf=${hosts.length}`,
    };
  },
  servers: (set) => nodes(set).map((name, index) => server(set, { name, index })),
};

function nodes(set: SetFolder): readonly CassandraServer[] {
  return serversOf.cassandra.slice(0, set.cassandraNodes());
}

function toolFolder(set: SetFolder): string {
  return join(set.tools, `cassandra-${VERSION}`);
}

function server(set: SetFolder, { name, index }: { name: CassandraServer; index: number }): ServerDefinition {
  const home = set.home(name);
  const address = set.address(name);
  const storagePort = set.portBase + cassandraStorageOffset;
  const count = set.cassandraNodes();
  return {
    name,
    after: null,
    systemUser: null,
    morePorts: [storagePort],
    prepare() {
      const seed = set.address('cassandra-1').host;
      const settings = nodeSettings({ home, address, storagePort, seed, index, count });
      writeFileSync(join(home, 'cassandra.yaml'), `${settings.join('\n')}\n`, { mode: 0o600 });
      chmodSync(join(home, 'cassandra.yaml'), 0o600);
      return Promise.resolve();
    },
    command: () => ({
      program: requireJava('java'),
      args: [
        ...memory(count),
        ...javaAccess,
        `-Dcassandra.config=file://${join(home, 'cassandra.yaml')}`,
        `-Dcassandra.storagedir=${join(home, 'data')}`,
        `-Dcassandra.logdir=${home}`,
        `-Dlogback.configurationFile=${join(toolFolder(set), 'logback.xml')}`,
        '-Dcassandra-foreground=yes',
        // Nobody else is on this ring: nothing to wait for.
        '-Dcassandra.skip_wait_for_gossip_to_settle=0',
        '-Dcassandra.superuser_setup_delay_ms=0',
        '-cp',
        join(toolFolder(set), 'lib', '*'),
        'org.apache.cassandra.service.CassandraDaemon',
      ],
    }),
    answers: () =>
      asksWell(address, {
        // OPTIONS of the native protocol, version 4; SUPPORTED is opcode 6.
        question: Buffer.from([4, 0, 0, 1, 5, 0, 0, 0, 0]),
        isAnswer: (received) => (received.length < 9 ? undefined : received[4] === 6),
      }),
    stopSignal: 'SIGTERM',
    startDeadlineMs: 120_000,
    stopDeadlineMs: 30_000,
  };
}

function memory(count: number): string[] {
  const heap = count === 1 ? '768m' : '512m';
  return [`-Xms${heap}`, `-Xmx${heap}`, '-XX:MaxDirectMemorySize=256m', '-Xss512k', '-XX:+UseSerialGC'];
}
