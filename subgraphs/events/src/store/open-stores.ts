import type { Logger, Metrics } from '@mosaico/service';
import type { AuditLogStore } from './audit-log-store.ts';
import { parseCassandraUrl } from './cassandra/target.ts';
import type { MetricStore } from './metric-store.ts';
import type { OrderHistoryStore } from './order-history-store.ts';
import type { UserEventStore } from './user-event-store.ts';

/** The stores of the events subgraph, open. */
export interface EventsStores {
  readonly userEvents: UserEventStore;
  readonly auditLog: AuditLogStore;
  readonly metrics: MetricStore;
  readonly orderHistory: OrderHistoryStore;
  /** `Cassandra` or `embedded SQLite`. */
  readonly engine: string;
  /** Resolves when the engine answers. */
  ping(): Promise<void>;
  /** Twice is once. */
  close(): Promise<void>;
}

/**
 * Opens the stores in the keyspace of `CASSANDRA_URL`, or, without it, in `DATA_DIR/events` for this process alone.
 *
 * @throws DataFolderInUseError when another process has the folder open; a Cassandra that is down is no error here
 */
export async function openEventsStores(options: {
  config: { DATA_DIR: string; CASSANDRA_URL?: string | undefined };
  logger: Logger;
  metrics?: Metrics;
}): Promise<EventsStores> {
  const { config, logger } = options;
  const target = config.CASSANDRA_URL === undefined ? null : parseCassandraUrl(config.CASSANDRA_URL);
  if (target !== null) {
    const { openCassandraStores } = await import('./cassandra/cassandra-stores.ts');
    return openCassandraStores({ target, logger });
  }
  const { openSqliteStores } = await import('./sqlite/sqlite-stores.ts');
  return openSqliteStores({ dataDir: config.DATA_DIR });
}
