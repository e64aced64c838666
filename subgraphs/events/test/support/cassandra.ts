import { randomUUID } from 'node:crypto';
import { createSilentLogger } from '@mosaico/service';
import { realStoreUrl } from '@mosaico/testing';
import { Client } from 'cassandra-driver';
import { openEventsStores, type EventsStores } from '../../src/index.ts';
import { parseCassandraUrl, type CassandraTarget } from '../../src/store/cassandra/client/target.ts';

/** A name for a keyspace that no other test has. */
export function newKeyspace(): string {
  return `test_${randomUUID().replaceAll('-', '')}`;
}

/** The URL of another keyspace in the same cluster, at another address of its only node where a proxy stands before it. */
export function urlOf(cluster: string, options: { keyspace: string; port?: number }): string {
  const url = new URL(cluster);
  url.pathname = `/${options.keyspace}`;
  if (options.port !== undefined) url.port = String(options.port);
  return url.href;
}

/** @throws when the URL is none of a keyspace */
export function targetOf(url: string): CassandraTarget {
  const target = parseCassandraUrl(url);
  if (target === null) throw new Error(`The URL of a keyspace was required; got ${url}.`);
  return target;
}

/** The shared real Cassandra, once it is up. */
export function realCassandra(): string {
  return realStoreUrl('cassandra', 'CASSANDRA_URL');
}

/** A bare client, to look at what the stores did and to do what they do not. */
export function bareClient(url: string, keyspace?: string): Client {
  const { contactPoints, port, dataCenter } = targetOf(url);
  return new Client({
    contactPoints: [...contactPoints],
    protocolOptions: { port },
    localDataCenter: dataCenter,
    ...(keyspace === undefined ? {} : { keyspace }),
    socketOptions: { readTimeout: 30_000 },
  });
}

/** A keyspace of its own in the shared real Cassandra, which `remove` drops. */
export async function openTestKeyspace(): Promise<{
  url: string;
  keyspace: string;
  stores: EventsStores;
  client: Client;
  remove: () => Promise<void>;
}> {
  const keyspace = newKeyspace();
  const url = urlOf(realCassandra(), { keyspace });
  const stores = await openEventsStores({ config: { DATA_DIR: '', CASSANDRA_URL: url }, logger: createSilentLogger() });
  const client = bareClient(url);
  return {
    url,
    keyspace,
    stores,
    client,
    async remove() {
      await stores.close();
      await client.execute(`DROP KEYSPACE IF EXISTS ${keyspace}`);
      await client.shutdown();
    },
  };
}
