import { join } from 'node:path';
import type { Logger, Metrics } from '@mosaico/service';
import { connect, type Database } from './connect.ts';
import type { CustomerStore } from './customer-store.ts';
import { migrate } from './migrate.ts';
import type { OrderStore } from './order-store.ts';
import { createSqlCustomerStore } from './sql-customer-store.ts';
import { createSqlOrderStore } from './sql-order-store.ts';
import { createSqlStockStore } from './sql-stock-store.ts';
import type { StockStore } from './stock-store.ts';
import { withDeadlines } from './with-deadlines.ts';

/** How long a question of a page may take. */
const readLimitMs = 3_000;
/** How long placing an order may take, the queue for a unit that everybody wants included. */
const placementLimitMs = 10_000;

/** The stores of this subgraph, open. */
export interface OrdersStores {
  readonly customers: CustomerStore;
  readonly stock: StockStore;
  readonly orders: OrderStore;
  /** For example `embedded PostgreSQL`. */
  readonly engine: string;
  /** How many records of each kind there are. */
  counts(): Promise<{
    customers: number;
    sellables: number;
    movements: number;
    orders: number;
    items: number;
  }>;
  /** Resolves when the database answers. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the server of `MYSQL_URL`, or, without one, the embedded PostgreSQL of the data folder; its schema is brought up to date first. */
export async function openOrdersStores(options: {
  config: { DATA_DIR: string; MYSQL_URL?: string | undefined };
  logger: Logger;
  metrics?: Metrics;
}): Promise<OrdersStores> {
  const { config, logger } = options;
  if (config.MYSQL_URL !== undefined) return openSqlStores({ url: config.MYSQL_URL, logger });

  const { openDataFolder, startEmbeddedPostgres } = await import('@mosaico/embedded');
  const folder = await openDataFolder({ path: join(config.DATA_DIR, 'orders'), owner: 'orders subgraph' });
  try {
    const path = join(config.DATA_DIR, 'postgres');
    const server = await startEmbeddedPostgres({ path, database: 'orders', logger });
    const release = async () => {
      await server.stop();
      folder.close();
    };
    try {
      const stores = await openSqlStores({ url: server.url, logger });
      return { ...stores, engine: 'embedded PostgreSQL', close: () => stores.close().finally(release) };
    } catch (error) {
      await server.stop();
      throw error;
    }
  } catch (error) {
    folder.close();
    throw error;
  }
}

/** Opens the stores in the database of a URL, whichever of the engines serves it. */
export async function openSqlStores(options: { url: string; logger: Logger }): Promise<OrdersStores> {
  const { url, logger } = options;
  const ran = await migrate({ url, logger });
  if (ran.length > 0) logger.info({ migrations: ran }, 'the schema of the orders database is up to date');
  const database = connect({ url, logger });
  try {
    return createSqlStores(database, { engine: await engineOf(database) });
  } catch (error) {
    await database.knex.destroy();
    throw error;
  }
}

/** The stores in a database that has its schema. */
export function createSqlStores(database: Database, options: { engine: string }): OrdersStores {
  const customers = createSqlCustomerStore(database);
  const stock = createSqlStockStore(database);
  const orders = createSqlOrderStore(database);
  const limitMs = readLimitMs;
  return {
    customers: withDeadlines(customers, { limitMs, exceptions: { upsert: Infinity, count: Infinity } }),
    stock: withDeadlines(stock, { limitMs, exceptions: { upsert: Infinity, offLedger: Infinity, counts: Infinity } }),
    orders: withDeadlines(orders, {
      limitMs,
      exceptions: { transaction: placementLimitMs, addMissing: Infinity, counts: Infinity },
    }),
    engine: options.engine,
    async counts() {
      return { customers: await customers.count(), ...(await stock.counts()), ...(await orders.counts()) };
    },
    async ping() {
      await database.knex.raw('select 1');
    },
    close: () => database.knex.destroy(),
  };
}

async function engineOf({ knex, dialect }: Database): Promise<string> {
  if (dialect.name === 'postgres') return 'PostgreSQL';
  const [rows] = (await knex.raw('select version() as version')) as [{ version: string }[]];
  return rows[0]?.version.includes('MariaDB') === true ? 'MariaDB' : 'MySQL';
}
