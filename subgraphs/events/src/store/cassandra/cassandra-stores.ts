import type { Logger } from '@mosaico/service';
import type { EventsStores } from '../open-stores.ts';
import { createCassandraAuditLogStore } from './cassandra-audit-log-store.ts';
import { createCassandraMetricStore } from './cassandra-metric-store.ts';
import { createCassandraOrderHistoryStore } from './cassandra-order-history-store.ts';
import { createCassandraUserEventStore } from './cassandra-user-event-store.ts';
import { openCassandraSession } from './session.ts';
import type { CassandraTarget } from './target.ts';

/** The stores as tables of one Cassandra keyspace. */
export async function openCassandraStores(options: { target: CassandraTarget; logger: Logger }): Promise<EventsStores> {
  const session = await openCassandraSession(options);
  return {
    userEvents: createCassandraUserEventStore({ session }),
    auditLog: createCassandraAuditLogStore({ session }),
    metrics: createCassandraMetricStore({ session }),
    orderHistory: createCassandraOrderHistoryStore({ session }),
    engine: 'Cassandra',
    ping: () => session.ping(),
    close: () => session.close(),
  };
}
