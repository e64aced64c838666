import { randomUUID } from 'node:crypto';
import { measurePool, type Logger, type Metrics } from '@mosaico/service';
import { Client } from 'cassandra-driver';
import type { StoresOfOneEngine } from '../events-stores.ts';
import { createCassandraAuditLogStore } from './cassandra-audit-log-store.ts';
import { createCassandraMetricStore } from './cassandra-metric-store.ts';
import { createCassandraOrderHistoryStore } from './cassandra-order-history-store.ts';
import { createCassandraUserEventStore } from './cassandra-user-event-store.ts';
import { cassandraClientOptions } from './client/client-options.ts';
import { isCassandraUnavailable, toError } from './client/driver-errors.ts';
import { poolStateOf } from './client/pool-state.ts';
import { createLastingClient } from './client/lasting-client.ts';
import { createCassandraSession } from './client/session.ts';
import type { CassandraTarget } from './client/target.ts';
import { migrateKeyspace } from './schema/migrate-keyspace.ts';

/** A partition that is never written: whether a quorum answers can be seen without it. */
const nobody = '00000000-0000-0000-0000-000000000000';

/** The stores as tables of one Cassandra keyspace. Nothing is asked of the cluster before `prepare`. */
export function createCassandraStores(options: {
  target: CassandraTarget;
  logger: Logger;
  metrics: Metrics;
  newWriterId?: () => string;
}): StoresOfOneEngine {
  const { target, logger, metrics, newWriterId = randomUUID } = options;
  const client = createLastingClient(
    () => new Client({ ...cassandraClientOptions(target, metrics), keyspace: target.keyspace }),
  );
  const session = createCassandraSession(client);
  const endMeasuring = measurePool({ store: 'events', metrics, read: () => poolStateOf(client.current()) });

  /** By a client of its own, since one that names a keyspace can connect only when that is there. */
  async function migrate(): Promise<void> {
    const { protocolOptions, ...rest } = cassandraClientOptions(target, metrics);
    // Agreement is waited for once, in a way of our own.
    const migrating = new Client({
      ...rest,
      protocolOptions: { ...protocolOptions, maxSchemaAgreementWaitSeconds: 0 },
    });
    try {
      const statements = await migrateKeyspace(migrating, { target, warn: (message) => logger.warn(message) });
      if (statements.length > 0) logger.info({ statements }, 'the schema of the events keyspace is up to date');
    } finally {
      await migrating.shutdown();
    }
  }

  const ping = async (): Promise<void> => {
    await session.execute('SELECT year FROM order_history_years WHERE user_id = ?', [nobody]);
  };

  return {
    userEvents: createCassandraUserEventStore({ session, newWriterId }),
    auditLog: createCassandraAuditLogStore({ session }),
    metrics: createCassandraMetricStore({ session }),
    orderHistory: createCassandraOrderHistoryStore({ session }),
    engine: 'Cassandra',
    isUnavailable: isCassandraUnavailable,
    async prepare() {
      try {
        await migrate();
      } catch (error) {
        throw toError(error);
      }
      await ping();
    },
    ping,
    async close() {
      endMeasuring();
      await client.close();
    },
  };
}
