import { setTimeout as pause } from 'node:timers/promises';
import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { createMetrics, createStoreGuard, measurePool, type Logger, type Metrics } from '@mosaico/service';
import type { CartStoresConfig } from '../config.ts';
import type { CartStore } from './cart-store.ts';
import { createDynamoCartStore } from './dynamo-cart-store.ts';
import { createDynamoNotificationStore } from './dynamo-notification-store.ts';
import { createDynamoSessionStore } from './dynamo-session-store.ts';
import { createBackoff } from './dynamo/backoff.ts';
import { countConsumedCapacity } from './dynamo/consumed-capacity.ts';
import { deleteExpiredOfTables } from './dynamo/delete-expired.ts';
import { openEngine } from './dynamo/engine.ts';
import { isDynamoUnavailable } from './dynamo/failures.ts';
import { manyKeysLimitMs, oneKeyLimitMs } from './limits.ts';
import { migrate } from './migrations/migrate.ts';
import { tableNames } from './migrations/tables.ts';
import type { NotificationStore } from './notification-store.ts';
import type { SessionStore } from './session-store.ts';

/** The stores of this subgraph, open. */
export interface CartStores {
  readonly carts: CartStore;
  readonly sessions: SessionStore;
  readonly notifications: NotificationStore;
  /** For a person: `embedded DynamoDB (dynalite)`. */
  readonly engine: string;
  /** Rejects when the engine does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the stores: a DynamoDB where DYNAMODB_URL says, or else the embedded one under DATA_DIR, for this process alone.
 * Makes the tables that are not there. A DynamoDB that is down stops nothing: its stores reject with STORE_UNAVAILABLE, and
 * the tables are made when it is back.
 * @throws when a table is not as it must be, or the embedded engine does not start
 */
export async function openCartStores(options: {
  config: CartStoresConfig;
  logger: Logger;
  metrics?: Metrics;
  now?: () => Date;
}): Promise<CartStores> {
  const { config, logger, metrics = createMetrics(), now = () => new Date() } = options;
  const engine = await openEngine(config, logger);
  const { client, documents } = engine;
  countConsumedCapacity(client, metrics);
  const endMeasuring = measurePool({ store: 'cart', metrics, read: () => engine.pool() });
  const names = tableNames(config.DYNAMODB_TABLE_PREFIX);
  const closing = new AbortController();
  const { signal } = closing;
  let cleaning = Promise.resolve();
  const guard = createStoreGuard({
    store: 'cart',
    logger,
    metrics,
    isUnavailable: isDynamoUnavailable,
    async prepare() {
      const { deletesExpired } = await migrate({ client, names, pause: (ms) => pause(ms, undefined, { signal }) });
      // In the background: expired items are never shown, so nothing waits for it.
      if (!deletesExpired) cleaning = deleteExpiredOfTables({ documents, names, now, logger, signal });
    },
  });
  const close = async () => {
    closing.abort();
    await cleaning;
    endMeasuring();
    await engine.stop();
  };
  await guard.open().catch(async (error: unknown) => {
    await close();
    throw error;
  });

  const backoff = createBackoff({ pause, random: Math.random, clock: () => performance.now() });
  const shared = { documents, now, backoff };
  return {
    carts: guard.protect('carts', createDynamoCartStore({ ...shared, table: names.carts }), {
      limitMs: oneKeyLimitMs,
      exceptions: {
        linesOf: manyKeysLimitMs,
        linesAt: manyKeysLimitMs,
        clear: manyKeysLimitMs,
        takeOrdered: manyKeysLimitMs,
        putMissing: Infinity,
      },
    }),
    sessions: guard.protect('sessions', createDynamoSessionStore({ ...shared, table: names.sessions }), {
      limitMs: oneKeyLimitMs,
      exceptions: { sessionsOf: manyKeysLimitMs, putMissing: Infinity },
    }),
    notifications: guard.protect(
      'notifications',
      createDynamoNotificationStore({ ...shared, table: names.notifications }),
      { limitMs: oneKeyLimitMs, exceptions: { pages: manyKeysLimitMs, putMissing: Infinity } },
    ),
    engine: engine.name,
    ping: () =>
      guard.ask(async () => {
        await client.send(new DescribeTableCommand({ TableName: names.carts }));
      }),
    close,
  };
}
