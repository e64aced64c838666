import { randomUUID } from 'node:crypto';
import { createMetrics } from '@mosaico/service';
import { Client, policies, tracker, type ExecutionOptions, type Host } from 'cassandra-driver';
import type { EventsStores } from '../../src/index.ts';
import { createCassandraAuditLogStore } from '../../src/store/cassandra/cassandra-audit-log-store.ts';
import { createCassandraMetricStore } from '../../src/store/cassandra/cassandra-metric-store.ts';
import { createCassandraOrderHistoryStore } from '../../src/store/cassandra/cassandra-order-history-store.ts';
import { createCassandraUserEventStore } from '../../src/store/cassandra/cassandra-user-event-store.ts';
import { cassandraClientOptions } from '../../src/store/cassandra/client/client-options.ts';
import { createCassandraSession } from '../../src/store/cassandra/client/session.ts';
import { migrateKeyspace } from '../../src/store/cassandra/schema/migrate-keyspace.ts';
import { bareClient, targetOf } from './cassandra.ts';

/** A statement, the node that was asked, and the nodes that hold the partition of its key. */
interface Asked {
  readonly cql: string;
  readonly node: string;
  readonly replicas: readonly string[];
}

/**
 * The stores over a client of the usual options, and what it asks of whom. It asks nothing twice, since the second node of a
 * late read would not be the one that the key names.
 */
export async function openRoutedStores(url: string): Promise<{
  stores: EventsStores;
  asked: readonly Asked[];
  close: () => Promise<void>;
}> {
  const target = targetOf(url);
  const migrating = bareClient(url);
  await migrateKeyspace(migrating, { target, warn: () => undefined });
  await migrating.shutdown();

  const asked: Asked[] = [];
  const options = cassandraClientOptions(target, createMetrics());
  const client: Client = new Client({
    ...options,
    keyspace: target.keyspace,
    policies: {
      ...options.policies,
      speculativeExecution: new policies.speculativeExecution.NoSpeculativeExecutionPolicy(),
    },
    requestTracker: Object.assign(new tracker.RequestLogger({}), {
      onSuccess(host: Host, cql: string | object, _values: unknown, execution: ExecutionOptions) {
        if (typeof cql !== 'string') throw new Error('Single statements were required; got a batch.');
        const key = execution.getRoutingKey() as Buffer | null;
        const replicas = key === null ? [] : client.getReplicas(target.keyspace, key);
        asked.push({ cql, node: host.address, replicas: replicas.map(({ address }) => address) });
      },
    }),
  });
  await client.connect();
  const session = createCassandraSession({ ask: (question) => question(client) });
  return {
    asked,
    stores: {
      userEvents: createCassandraUserEventStore({ session, newWriterId: randomUUID }),
      auditLog: createCassandraAuditLogStore({ session }),
      metrics: createCassandraMetricStore({ session }),
      orderHistory: createCassandraOrderHistoryStore({ session }),
      engine: 'Cassandra',
      ping: () => Promise.resolve(),
      close: () => client.shutdown(),
    },
    close: () => client.shutdown(),
  };
}
