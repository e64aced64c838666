import { createStoreGuard, isUnavailable, measurePool, type Logger, type Metrics } from '@mosaico/service';
import { connect, poolState } from '../connect.ts';
import { createSqlStores, type OrdersReads } from '../sql-stores.ts';
import { createSqlHeartbeatStore } from './heartbeat-store.ts';

/** How long a replica may take for an answer: the primary then still has time to give it within a page's patience. */
const limitMs = 1_000;

/** One replica, which is asked only while it is in shape. */
export interface Replica {
  readonly reads: OrdersReads;
  isInShape(): boolean;
  /** It failed a question: nobody asks it again until it has passed the next check. */
  leaveOut(reason: unknown): void;
  /** Finds out whether it answers, and whether what it has is young enough. @param primaryTime the time by the primary's clock */
  check(primaryTime: Date): Promise<void>;
  close(): Promise<void>;
}

/** @param options.store its name in metrics and logs, such as `orders-replica-1` */
export function createReplica(options: {
  store: string;
  url: string;
  maxLagMs: number;
  logger: Logger;
  metrics: Metrics;
}): Replica {
  const { store, url, maxLagMs, logger, metrics } = options;
  const database = connect({ url, logger });
  const guard = createStoreGuard({
    store,
    logger,
    metrics,
    isUnavailable: (error) => isUnavailable(error) || database.dialect.isUnavailable(error),
  });
  const heartbeat = guard.protect('heartbeat', createSqlHeartbeatStore(database), { limitMs });
  const endMeasuring = measurePool({ store, metrics, read: () => poolState(database) });
  const lag = metrics.gauge({
    name: 'mosaico_store_replica_lag_seconds',
    help: 'How far a replica was behind its primary when it was last looked at; up to a second too much.',
    labelNames: ['store'],
  });
  const used = metrics.gauge({
    name: 'mosaico_store_replica_in_use',
    help: '1 while a replica is asked, 0 while it is left out because it lags or fails.',
    labelNames: ['store'],
  });
  let isInShape = false;
  used.set({ store }, 0);

  function leaveOut(reason: unknown): void {
    if (isInShape) logger.warn({ store, err: reason }, 'the replica is left out');
    isInShape = false;
    used.set({ store }, 0);
  }

  return {
    reads: createSqlStores({ database, bulk: database, guard, limitMs }),
    isInShape: () => isInShape,
    leaveOut,
    async check(primaryTime) {
      try {
        const beat = await heartbeat.lastBeat();
        if (beat === null) throw new Error('No heartbeat of the primary has arrived yet.');
        const lagMs = Math.max(0, primaryTime.getTime() - beat.getTime());
        lag.set({ store }, lagMs / 1_000);
        if (lagMs > maxLagMs) throw new Error(`It is ${lagMs} ms behind the primary, and may be ${maxLagMs} ms.`);
      } catch (error) {
        leaveOut(error);
        return;
      }
      if (!isInShape) logger.info({ store }, 'the replica is asked');
      isInShape = true;
      used.set({ store }, 1);
    },
    async close() {
      endMeasuring();
      await database.knex.destroy();
    },
  };
}
