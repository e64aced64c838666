import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { ScanCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Logger, Metrics } from '@mosaico/service';
import type { CartStoresConfig } from '../config.ts';
import type { CartStore } from './cart-store.ts';
import { createDynamoCartStore } from './dynamo-cart-store.ts';
import { createDynamoNotificationStore } from './dynamo-notification-store.ts';
import { createDynamoSessionStore } from './dynamo-session-store.ts';
import { createDynamoClient } from './dynamo/client.ts';
import { deleteExpired } from './dynamo/delete-expired.ts';
import { migrate } from './migrations/migrate.ts';
import { tableDefinitions, tableNames, type TableNames } from './migrations/tables.ts';
import type { NotificationStore } from './notification-store.ts';
import type { SessionStore } from './session-store.ts';

/** The stores of this subgraph, open. */
export interface CartStores {
  readonly carts: CartStore;
  readonly sessions: SessionStore;
  readonly notifications: NotificationStore;
  /** For a person: `embedded DynamoDB (dynalite)`. */
  readonly engine: string;
  /** True when none of the stores has ever been written to. */
  isEmpty(): Promise<boolean>;
  /** Rejects when the engine does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the stores: a DynamoDB where DYNAMODB_URL says, or else the embedded one under DATA_DIR, for this process alone.
 * Makes the tables that are not there.
 */
export async function openCartStores(options: {
  config: CartStoresConfig;
  logger: Logger;
  metrics?: Metrics;
  now?: () => Date;
}): Promise<CartStores> {
  const { config, logger, now = () => new Date() } = options;
  const { engine, client, documents, stop } = await openEngine(config, logger);
  const names = tableNames(config.DYNAMODB_TABLE_PREFIX);
  const { deletesExpired } = await migrate({ client, names, pause }).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  const closing = new AbortController();
  const cleaning = deletesExpired
    ? Promise.resolve()
    : clean({ documents, names, now, logger, signal: closing.signal });

  const shared = { documents, now, pause };
  return {
    carts: createDynamoCartStore({ ...shared, table: names.carts }),
    sessions: createDynamoSessionStore({ ...shared, table: names.sessions }),
    notifications: createDynamoNotificationStore({ ...shared, table: names.notifications }),
    engine,
    async isEmpty() {
      const heads = Object.values(names).map((TableName) =>
        documents.send(new ScanCommand({ TableName, Limit: 1, ConsistentRead: true })),
      );
      return (await Promise.all(heads)).every((head) => head.Items?.length === 0);
    },
    async ping() {
      await client.send(new DescribeTableCommand({ TableName: names.carts }));
    },
    async close() {
      closing.abort();
      await cleaning;
      await stop();
    },
  };
}

async function openEngine(config: CartStoresConfig, logger: Logger) {
  const { DYNAMODB_URL: url, AWS_REGION: region } = config;
  if (url === 'aws') return connected('DynamoDB on AWS', { endpoint: null, region, ownCredentials: true });
  const ownCredentials = config.AWS_ACCESS_KEY_ID !== undefined;
  if (url !== undefined) {
    return connected('DynamoDB', { endpoint: url, region: region ?? 'us-east-1', ownCredentials });
  }
  const { startDynalite } = await import('@mosaico/embedded');
  const server = await startDynalite({ path: join(config.DATA_DIR, 'cart'), logger });
  return connected(
    'embedded DynamoDB (dynalite)',
    { endpoint: server.endpoint, region: 'us-east-1', ownCredentials: false },
    () => server.stop(),
  );
}

function connected(
  engine: string,
  connection: Parameters<typeof createDynamoClient>[0],
  stopServer: () => Promise<void> = () => Promise.resolve(),
) {
  const { client, documents } = createDynamoClient(connection);
  const stop = () => {
    client.destroy();
    return stopServer();
  };
  return { engine, client, documents, stop };
}

/** Once a start, in the background: expired items are never shown, so nothing waits for it. */
async function clean(options: {
  documents: DynamoDBDocumentClient;
  names: TableNames;
  now: () => Date;
  logger: Logger;
  signal: AbortSignal;
}): Promise<void> {
  const { names, logger, ...shared } = options;
  try {
    for (const { TableName: table = '', KeySchema: schema = [] } of tableDefinitions(names)) {
      const [hash, range] = schema.map((key) => key.AttributeName);
      if (hash === undefined || range === undefined) continue;
      const deleted = await deleteExpired({ ...shared, table, key: [hash, range] });
      if (deleted > 0) logger.info({ table, deleted }, 'deleted expired items');
    }
  } catch (error) {
    logger.warn({ err: error }, 'expired items were not deleted');
  }
}
