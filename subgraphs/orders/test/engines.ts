import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { createSilentLogger } from '@mosaico/service';
import { createTestDatabase, describeOnEngines, realStoreUrl, type Engine } from '@mosaico/testing';
import { connect, type Database } from '../src/store/connect.ts';
import { openSqlStores, type OrdersStores } from '../src/store/open-stores.ts';

const logger = createSilentLogger();

/** An empty database with its schema, of one test's own. */
export interface TestShop {
  readonly url: string;
  readonly stores: OrdersStores;
  /** For what no port does: looking behind it, or breaking something. */
  readonly database: Database;
}

type CreateDatabase = () => Promise<{ url: string; drop: () => Promise<void> }>;

interface SqlEngine extends Engine {
  readonly createDatabase: CreateDatabase;
}

export const mariadb: SqlEngine = { name: 'MariaDB', store: 'mysql', createDatabase: createMysqlDatabase };
export const sqlEngines: readonly SqlEngine[] = [
  { name: 'embedded PostgreSQL', createDatabase: createTestDatabase },
  mariadb,
];

/** Runs the tests on every engine there is. Each test gets a shop of its own. */
export function describeOnEveryEngine(subject: string, tests: (shop: () => TestShop) => void): void {
  describeOnEngines(subject, sqlEngines, ({ createDatabase }) => tests(useShop(createDatabase)));
}

/**
 * A shop for each test of the describe block in which this is called; or one for all of them, where they show that nothing
 * changes it.
 */
export function useShop(
  createDatabase: CreateDatabase,
  { per = 'test' }: { per?: 'test' | 'block' } = {},
): () => TestShop {
  let shop: (TestShop & { drop: () => Promise<void> }) | undefined;
  const before = per === 'test' ? beforeEach : beforeAll;
  const after = per === 'test' ? afterEach : afterAll;
  before(async () => {
    const { url, drop } = await createDatabase();
    const stores = await openSqlStores({ url, logger });
    shop = { url, stores, database: connect({ url, logger }), drop };
  });
  after(async () => {
    await shop?.stores.close();
    await shop?.database.knex.destroy();
    await shop?.drop();
    shop = undefined;
  });
  return () => {
    if (shop === undefined) throw new Error('A shop is there while a test runs, and not before.');
    return shop;
  };
}

async function createMysqlDatabase(): ReturnType<CreateDatabase> {
  const server = realStoreUrl('mysql', 'MYSQL_URL');
  const name = `orders_test_${randomBytes(6).toString('hex')}`;
  await runOnServer(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => runOnServer(server, `drop database ${name}`) };
}

async function runOnServer(url: string, statement: string): Promise<void> {
  const { knex } = connect({ url, logger, maxConnections: 1 });
  try {
    await knex.raw(statement);
  } finally {
    await knex.destroy();
  }
}
