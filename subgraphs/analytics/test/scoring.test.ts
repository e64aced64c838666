import { expect, test } from '@jest/globals';
import { waitFor } from '@mosaico/testing';
import { createAnalyticsStores } from '../src/store/open-stores.ts';
import { createSharedRun } from '../src/store/shared-run.ts';
import type { Database } from '../src/store/database.ts';
import { facts } from './support/facts.ts';
import { openPostgresWarehouse, withWarehouse } from './support/warehouse.ts';

/** A database that writes down the name, the comment, with which each statement opens. */
function named(database: Database): { database: Database; names: string[] } {
  const names: string[] = [];
  const note = (sql: string) => names.push(/\/\* (\w+) \*\//.exec(sql)?.[1] ?? sql.trim().slice(0, 60));
  return {
    names,
    database: {
      ...database,
      read: (queryClass, sql, bindings) => {
        note(sql);
        return database.read(queryClass, sql, bindings);
      },
      transaction: (queryClass, work) =>
        database.transaction(queryClass, (ask) =>
          work((sql, bindings) => {
            note(sql);
            return ask(sql, bindings);
          }),
        ),
    },
  };
}

test('The customers are scored once for each time that facts have changed, however often they are asked for', () =>
  withWarehouse(openPostgresWarehouse, async (warehouse) => {
    const { database, names } = named(warehouse.database);
    const { customers, facts: store } = createAnalyticsStores({ database, guard: warehouse.guard });
    const scored = () => names.filter((name) => name === 'refreshScores').length;
    const given = facts({ customerId: '1' }, { customerId: '2' });
    await store.loadFacts(given);
    for (let turn = 0; turn < 3; turn++) await customers.scores(['1'], null);
    expect(scored()).toBe(1);
    await store.loadFacts(given);
    await customers.scores(['1', '2'], null);
    expect(scored()).toBe(1);
    await store.finishLoad();
    await store.loadFacts(facts({ source: 'more', customerId: '2' }));
    await Promise.all(Array.from({ length: 30 }, () => customers.scores(['1', '2'], null)));
    // How many of them share a run depends on when each read that the scores were old; without sharing it would be all 30.
    expect(scored()).toBeLessThanOrEqual(10);
    expect((await customers.scores(['2'], null))[0]?.monetary).toBe('20.0000');
  }));

test('Who waits long for the customers to be scored is told to ask again, which does not make others find the store away', () =>
  withWarehouse(openPostgresWarehouse, async ({ stores, database }) => {
    await stores.facts.loadFacts(facts({}));
    await database.transaction('upkeep', async (ask) => {
      await ask('SELECT pg_advisory_xact_lock(7301003)');
      const asked = await Promise.allSettled(Array.from({ length: 8 }, () => stores.customers.scores(['1'], null)));
      const told = {
        message: 'The customers are being scored after a load of facts; ask again in a moment.',
        extensions: { code: 'STORE_UNAVAILABLE' },
      };
      expect(asked).toMatchObject(asked.map(() => ({ status: 'rejected', reason: told })));
      expect(await stores.customers.lifetimeValues(['1'])).toHaveLength(1);
    });
    await waitFor(async () => (await stores.customers.scores(['1'], null)).length === 1, {
      deadlineMs: 60_000,
      describe: 'the customers to be scored',
    });
  }));

test('One statement answers a batch, whatever the number of keys', () =>
  withWarehouse(openPostgresWarehouse, async (warehouse) => {
    const { database, names } = named(warehouse.database);
    const { customers, sales, facts: store } = createAnalyticsStores({ database, guard: warehouse.guard });
    await store.loadFacts(facts({}));
    await store.finishLoad();
    names.length = 0;
    const ids = Array.from({ length: 1_001 }, (_, index) => String(index + 1));
    await customers.lifetimeValues(ids);
    await customers.scores(ids, null);
    await customers.scores(ids, '2011-03-07');
    await sales.salesOfProducts(
      ids.map((id) => id.padStart(24, '0')),
      { from: null, to: null },
    );
    await customers.cohortMonths({ from: '2010-01', to: '2011-12' });
    expect(names).toEqual(['lifetimeValues', 'keptScores', 'keptScores', 'salesOfProducts', 'cohortMonths']);
  }));

test('Who asks for a shared run while one is under way shares the next, and a failure reaches those who shared it alone', async () => {
  const runs: PromiseWithResolvers<void>[] = [];
  const shared = createSharedRun(() => {
    const run = Promise.withResolvers<undefined>();
    runs.push(run as PromiseWithResolvers<void>);
    return run.promise;
  });
  const first = shared();
  await turn();
  const second = shared();
  const third = shared();
  await turn();
  expect(runs).toHaveLength(1);
  runs[0]?.reject(new Error('first'));
  await expect(first).rejects.toThrow('first');
  await turn();
  expect(runs).toHaveLength(2);
  const fourth = shared();
  runs[1]?.resolve();
  await Promise.all([second, third]);
  await turn();
  expect(runs).toHaveLength(3);
  runs[2]?.resolve();
  await fourth;
  expect(runs).toHaveLength(3);
});

async function turn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
