import { expect, test } from '@jest/globals';
import { createSilentLogger } from '@mosaico/service';
import { describeOnEngines } from '@mosaico/testing';
import { inList } from '../src/store/bulk.ts';
import { connect, type Database } from '../src/store/connect.ts';
import { createSqlCustomerStore } from '../src/store/sql-customer-store.ts';
import { createSqlOrderStore } from '../src/store/sql-order-store.ts';
import { mariadb, sqlEngines, useShop } from './engines.ts';
import { aCustomer, anOrder, numbers } from './records.ts';

const logger = createSilentLogger();

/** Runs the work on one connection of its own. */
async function onOneSession<Answer>(url: string, work: (database: Database) => Promise<Answer>): Promise<Answer> {
  const database = connect({ url, logger, maxConnections: 1 });
  try {
    return await work(database);
  } finally {
    await database.knex.destroy();
  }
}

describeOnEngines('a session', sqlEngines, ({ createDatabase }) => {
  const shop = useShop(createDatabase);

  test('in another time zone reads and writes the same instants, to the millisecond', async () => {
    const summer = anOrder({ id: '1', placedAt: new Date('2026-07-01T00:30:00.001Z') });
    // An hour that comes twice where clocks are put back.
    const twice = ['00:30:00.999', '01:30:00.000'].map((time, index) =>
      anOrder({ id: String(2 + index), placedAt: new Date(`2026-10-25T${time}Z`) }),
    );
    const far = ['1000-01-01T00:00:00.000Z', '1969-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'].map((at, index) =>
      anOrder({ id: String(4 + index), placedAt: new Date(at) }),
    );
    const orders = [summer, ...twice, ...far];
    await shop().stores.orders.addMissing([summer, ...far]);
    await onOneSession(shop().url, async (database) => {
      const zone = database.dialect.name === 'mysql' ? `set time_zone = '+05:30'` : `set time zone 'Europe/London'`;
      await database.knex.raw(zone);
      const store = createSqlOrderStore(database, database);
      await store.addMissing(twice);
      const found = await store.find(orders.map(({ id }) => id));
      expect(new Map(found.map(({ id, placedAt }) => [id, placedAt]))).toEqual(
        new Map(orders.map(({ id, placedAt }) => [id, placedAt])),
      );
    });
    const found = await shop().stores.orders.find(orders.map(({ id }) => id));
    expect(new Map(found.map(({ id, placedAt }) => [id, placedAt]))).toEqual(
      new Map(orders.map(({ id, placedAt }) => [id, placedAt])),
    );
  });

  test('gives up a connection whose statement gets no answer in time, and takes another', async () => {
    const database = connect({ url: shop().url, logger, maxConnections: 1, statementTimeoutMs: 200 });
    const sleep = database.dialect.name === 'mysql' ? 'select sleep(5)' : 'select pg_sleep(5)';
    await expect(database.knex.raw(sleep)).rejects.toMatchObject({
      code: 'ETIMEDOUT',
      message: expect.stringContaining('No answer to a statement within 200 ms.'),
    });
    expect(await database.knex('customers')).toEqual([]);
    await database.knex.destroy();
  });
});

describeOnEngines('a session', [mariadb], ({ createDatabase }) => {
  const shop = useShop(createDatabase);
  const statusOf = async ({ knex }: Database, name: string) => {
    const [rows] = (await knex.raw(`show session status like '${name}'`)) as [{ Value: string }[]];
    return Number(rows[0]?.Value);
  };

  test('is strict, in UTC, in utf8mb4 and reads what is committed, whatever the server’s defaults', async () => {
    const [[row]] = (await onOneSession(shop().url, ({ knex }) =>
      knex.raw(
        `select @@session.sql_mode as mode, @@session.time_zone as zone, @@session.tx_isolation as isolation,
                @@session.character_set_client as client, @@session.character_set_connection as connection,
                @@session.character_set_results as results, @@session.innodb_lock_wait_timeout as patience`,
      ),
    )) as [[Record<string, unknown>]];
    expect(row).toEqual({
      mode: 'STRICT_ALL_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION',
      zone: '+00:00',
      isolation: 'READ-COMMITTED',
      client: 'utf8mb4',
      connection: 'utf8mb4',
      results: 'utf8mb4',
      patience: 5,
    });
  });

  test('prepares a statement once and executes it each time, for lists of up to 64 keys', async () => {
    await shop().stores.customers.upsert(numbers(40).map((number) => aCustomer({ id: String(number) })));
    await onOneSession(shop().url, async (database) => {
      const customers = createSqlCustomerStore(database, database);
      // Three, four; five to eight; 33 to 64: three statements for six questions.
      for (const length of [3, 4, 5, 8, 33, 40]) {
        expect(await customers.find(numbers(length).map(String))).toHaveLength(length);
      }
      expect(await statusOf(database, 'Com_stmt_prepare')).toBe(3);
      expect(await statusOf(database, 'Com_stmt_execute')).toBe(6);

      const longer = numbers(65).map(String);
      expect(await customers.find(longer)).toHaveLength(40);
      expect(await statusOf(database, 'Com_stmt_execute')).toBe(6);
    });
  });

  test('keeps a hundred statements prepared and closes the one that was longest not used', async () => {
    await onOneSession(shop().url, async (database) => {
      const askBy = (name: string) => database.knex('customers').comment(name).where({ customer_id: 1 });
      for (const number of numbers(130)) await askBy(`statement ${number}`);
      expect(await statusOf(database, 'Com_stmt_prepare')).toBe(130);
      expect(await statusOf(database, 'Com_stmt_close')).toBe(30);
      await askBy('statement 130');
      expect(await statusOf(database, 'Com_stmt_prepare')).toBe(130);
    });
  });
});

test('a list of keys is filled up to a power of two by its last one', () => {
  expect(inList([])).toEqual([]);
  expect(inList([7])).toEqual([7]);
  expect(inList([7, 8, 9])).toEqual([7, 8, 9, 9]);
  expect(inList(numbers(64))).toHaveLength(64);
  expect(inList(numbers(65))).toHaveLength(128);
});
