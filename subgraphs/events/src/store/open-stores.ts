import { createMetrics, createStoreGuard, type Logger, type Metrics, type StoreGuard } from '@mosaico/service';
import { parseCassandraUrl } from './cassandra/client/target.ts';
import type { EventsStores, StoresOfOneEngine } from './events-stores.ts';

/**
 * Up to a hundred writes or a thousand pages, and another node's turn where one does not answer; below the 10 s that the gateway
 * gives a subgraph. That a cluster is gone is known earlier: after two of the 2 s that its nodes and this process wait for each other.
 */
const limitMs = 8_000;
/** As many rows as a request writes at most. More are an import's, whose work may take as long as it takes. */
const requestRows = 100;

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
  const { logger, metrics = createMetrics() } = options;
  const stores = await openEngine({ ...options, metrics });
  const { prepare, isUnavailable } = stores;
  const guard = createStoreGuard({
    store: 'events',
    logger,
    metrics,
    ...(prepare === undefined ? {} : { prepare }),
    ...(isUnavailable === undefined ? {} : { isUnavailable }),
  });
  try {
    await guard.open();
  } catch (error) {
    await stores.close();
    throw error;
  }
  return guarded(stores, guard);
}

async function openEngine(options: {
  config: { DATA_DIR: string; CASSANDRA_URL?: string | undefined };
  logger: Logger;
  metrics: Metrics;
}): Promise<StoresOfOneEngine> {
  const { config, logger, metrics } = options;
  const target = config.CASSANDRA_URL === undefined ? null : parseCassandraUrl(config.CASSANDRA_URL);
  if (target !== null) {
    const { createCassandraStores } = await import('./cassandra/cassandra-stores.ts');
    return createCassandraStores({ target, logger, metrics });
  }
  const { openSqliteStores } = await import('./sqlite/sqlite-stores.ts');
  return openSqliteStores({ dataDir: config.DATA_DIR });
}

function guarded(stores: StoresOfOneEngine, guard: StoreGuard): EventsStores {
  const limits = { limitMs };
  const bulk = { limitMs: Infinity };
  const userEvents = guard.protect('userEvents', stores.userEvents, limits);
  const auditLog = guard.protect('auditLog', stores.auditLog, limits);
  const orderHistory = guard.protect('orderHistory', stores.orderHistory, limits);
  const bulkUserEvents = guard.protect('userEvents', stores.userEvents, bulk);
  const bulkAuditLog = guard.protect('auditLog', stores.auditLog, bulk);
  const bulkOrderHistory = guard.protect('orderHistory', stores.orderHistory, bulk);
  const isBulk = (rows: readonly unknown[]): boolean => rows.length > requestRows;
  return {
    userEvents: {
      append: (events) => (isBulk(events) ? bulkUserEvents : userEvents).append(events),
      pagesOf: (requests) => userEvents.pagesOf(requests),
      erase: (visitor) => bulkUserEvents.erase(visitor),
    },
    auditLog: {
      append: (entries) => (isBulk(entries) ? bulkAuditLog : auditLog).append(entries),
      pagesOf: (requests) => auditLog.pagesOf(requests),
    },
    metrics: guard.protect('metrics', stores.metrics, limits),
    orderHistory: {
      put: (orders) => (isBulk(orders) ? bulkOrderHistory : orderHistory).put(orders),
      pagesOf: (requests) => orderHistory.pagesOf(requests),
    },
    engine: stores.engine,
    ping: () => guard.ask(() => stores.ping()),
    close: () => stores.close(),
  };
}
