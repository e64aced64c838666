import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { createEventFactory, type OutboxSource } from '@mosaico/bus';
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
import { createCartChanges } from './outbox/cart-changes.ts';
import { createChangeNotes } from './outbox/change-notes.ts';
import { createDynamoOutbox } from './outbox/dynamo-outbox.ts';
import { createHeads } from './outbox/heads.ts';
import { createSentEvents } from './outbox/sent-events.ts';
import { createSessionChanges } from './outbox/session-changes.ts';
import type { SessionStore } from './session-store.ts';

/** The stores of this subgraph, open. */
export interface CartStores {
  readonly carts: CartStore;
  readonly sessions: SessionStore;
  readonly notifications: NotificationStore;
  /** What carts and sessions have to announce. */
  readonly outbox: OutboxSource;
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
  newId?: () => string;
}): Promise<CartStores> {
  const { config, logger, metrics = createMetrics(), now = () => new Date(), newId = randomUUID } = options;
  const engine = await openEngine(config, logger);
  const { client, documents } = engine;
  countConsumedCapacity(client, metrics);
  const endMeasuring = measurePool({ store: 'cart', metrics, read: () => engine.pool() });
  const names = tableNames(config.DYNAMODB_TABLE_PREFIX);
  const closing = new AbortController();
  const { signal } = closing;
  let cleaning = Promise.resolve();
  let canUseIndex = false;
  const guard = createStoreGuard({
    store: 'cart',
    logger,
    metrics,
    isUnavailable: isDynamoUnavailable,
    async prepare() {
      const { deletesExpired, indexesChanges } = await migrate({
        client,
        names,
        pause: (ms) => pause(ms, undefined, { signal }),
      });
      // dynalite, which is known by its having no TTL, writes an index apart from its items: a kill leaves entries out.
      canUseIndex = indexesChanges && deletesExpired;
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
  const createEvent = createEventFactory({ source: 'cart', newId });
  const [cartNotes, sessionNotes] = [createChangeNotes({ newId }), createChangeNotes({ newId })];
  const carts = { ...shared, table: names.carts, changes: cartNotes };
  const sessions = { ...shared, table: names.sessions, changes: sessionNotes, createEvent };
  const outbox = createDynamoOutbox({
    sources: {
      cart: createCartChanges({ ...carts, notes: cartNotes, createEvent }),
      session: createSessionChanges({ ...sessions, notes: sessionNotes }),
    },
    heads: createHeads({ ...shared, table: names.outbox, newId }),
    sent: createSentEvents({ ...shared, table: names.outbox }),
    canUseIndex: () => canUseIndex,
    now,
  });
  return {
    carts: guard.protect('carts', createDynamoCartStore(carts), {
      limitMs: oneKeyLimitMs,
      exceptions: {
        linesOf: manyKeysLimitMs,
        linesAt: manyKeysLimitMs,
        clear: manyKeysLimitMs,
        takeOrdered: manyKeysLimitMs,
        erase: Infinity,
        putMissing: Infinity,
      },
    }),
    sessions: guard.protect('sessions', createDynamoSessionStore(sessions), {
      limitMs: oneKeyLimitMs,
      exceptions: { sessionsOf: manyKeysLimitMs, putMissing: Infinity, erase: Infinity },
    }),
    notifications: guard.protect(
      'notifications',
      createDynamoNotificationStore({ ...shared, table: names.notifications }),
      { limitMs: oneKeyLimitMs, exceptions: { pages: manyKeysLimitMs, putMissing: Infinity, erase: Infinity } },
    ),
    // Nobody waits for it, and its publishing takes the time it takes.
    outbox: guard.protect('outbox', outbox, { limitMs: Infinity }),
    engine: engine.name,
    ping: () =>
      guard.ask(async () => {
        await client.send(new DescribeTableCommand({ TableName: names.carts }));
      }),
    close,
  };
}
