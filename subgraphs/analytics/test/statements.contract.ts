import { expect, test } from '@jest/globals';
import { ErrorCode } from '@mosaico/service';
import { waitFor } from '@mosaico/testing';
import { type Database, type QueryClass, statementTimeouts } from '../src/store/database.ts';
import { connectWarehouse } from './support/connect-warehouse.ts';
import { withWarehouse, type OpenWarehouse } from './support/warehouse.ts';

const classes = Object.keys(statementTimeouts) as QueryClass[];
const tooSlow = { extensions: { code: ErrorCode.storeUnavailable }, originalError: { code: '57014' } };

/** What the statements of every question promise to the server, and to a pooler in transaction mode before it. */
export function testStatements(open: OpenWarehouse): void {
  test.each(classes)('of the class %s that take too long are ended by the server, with a code for the client', (slow) =>
    withWarehouse(open, async ({ url, database: other }) => {
      const { guard, database, close } = await connectWarehouse({ url, timeouts: { [slow]: 200 }, maxConnections: 2 });
      const [name, sleep] = [`/* slow ${slow} */`, 'SELECT pg_sleep(60)'];
      const read = guard.ask(() => database.read(slow, `${name} ${sleep}`));
      await expect(read).rejects.toMatchObject({ ...tooSlow, message: 'The analytics store does not answer.' });
      const write = guard.ask(() => database.transaction(slow, (ask) => ask(`${name} ${sleep}`)));
      await expect(write).rejects.toMatchObject(tooSlow);
      expect(await runningStatements(other, name)).toBe(0);
      expect(await database.read('point', `SELECT current_setting('statement_timeout') AS timeout`)).toEqual([
        { timeout: slow === 'point' ? '200ms' : '2s' },
      ]);
      await close();
    }),
  );

  test('outside of transactions are ended on the server, too, when their time is up', () =>
    withWarehouse(open, async ({ url, database: other }) => {
      const { guard, database, close } = await connectWarehouse({
        url,
        timeouts: { upkeep: 200 },
        newId: () => 'slow one',
      });
      const slow = guard.ask(() => database.maintain('SELECT pg_sleep(60)'));
      await expect(slow).rejects.toMatchObject({ extensions: { code: ErrorCode.storeUnavailable } });
      await waitFor(async () => (await runningStatements(other, '/* upkeep slow one */')) === 0, {
        deadlineMs: 60_000,
        describe: 'the server to have ended it',
      });
      await close();
    }));

  test('run with the setting by which the server ends a transaction whose client has gone silent', () =>
    withWarehouse(open, async ({ database }) => {
      const [row] = await database.transaction('point', (ask) =>
        ask(`SELECT current_setting('idle_in_transaction_session_timeout') AS timeout`),
      );
      expect(row).toEqual({ timeout: '30s' });
    }));

  test('leave no trace in a session, and cannot write when they only read', () =>
    withWarehouse(open, async ({ database, stores }) => {
      await stores.facts.finishLoad();
      await stores.customers.scores(['1'], null);
      await expect(database.read('point', 'CREATE TABLE analytics.mine ()')).rejects.toMatchObject({ code: '25006' });
      await expect(database.transaction('point', (ask) => ask('SELECT 1/0'))).rejects.toMatchObject({ code: '22012' });
      for (let server = 0; server < 6; server++) expect(await traces(database)).toEqual(noTraces);
    }));

  test('in many transactions at once each have one server process from first to last', () =>
    withWarehouse(open, async ({ database }) => {
      const pids = await Promise.all(
        Array.from({ length: 40 }, () =>
          database.transaction('point', async (ask) => {
            const own: unknown[] = [];
            for (let statement = 0; statement < 3; statement++)
              own.push(...(await ask('SELECT pg_backend_pid() AS pid')));
            return own;
          }),
        ),
      );
      for (const [first, ...others] of pids) expect(others).toEqual([first, first]);
    }));
}

async function runningStatements(database: Database, name: string): Promise<number> {
  const [row] = await database.read<{ count: string }>(
    'point',
    `SELECT count(*) AS count FROM pg_stat_activity
     WHERE state = 'active' AND starts_with(query, :name) AND pid <> pg_backend_pid()`,
    { name },
  );
  return Number(row?.count);
}

const noTraces = { prepared: '0', locks: '0', temporary: '0', settings: null };

/** What the session of the next transaction was left with by those before. What PgBouncer itself keeps in step is no trace. */
async function traces(database: Database): Promise<object | undefined> {
  const [row] = await database.read(
    'point',
    `SELECT (SELECT count(*) FROM pg_prepared_statements) AS prepared,
            (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()) AS locks,
            (SELECT count(*) FROM pg_class WHERE relnamespace = pg_my_temp_schema()) AS temporary,
            (SELECT string_agg(name, ' ') FROM pg_settings WHERE source = 'session' AND name NOT IN
              ('statement_timeout', 'idle_in_transaction_session_timeout', 'jit', 'transaction_read_only',
               'transaction_isolation', 'transaction_deferrable', 'application_name', 'client_encoding', 'DateStyle',
               'TimeZone', 'standard_conforming_strings')) AS settings`,
  );
  return row;
}
