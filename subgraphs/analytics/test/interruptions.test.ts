import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { amountOf, exactly, expectedLifetimeValues, expectedPeriods, tenThousandths } from './support/brute-force.ts';
import { manyFacts } from './support/many-facts.ts';
import { openPostgresWarehouse, withWarehouse } from './support/warehouse.ts';

const loader = fileURLToPath(new URL('./support/load-until-killed.ts', import.meta.url));

/** Starts a loader, kills it (−9) when it has said so many times that it stored something, and tells the lines it had acknowledged. */
async function loadAndKill(url: string, acknowledgements: number): Promise<number> {
  const child = spawn(process.execPath, [loader, url], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
    if (said.split('\n').length > acknowledgements) child.kill('SIGKILL');
  });
  await new Promise((resolve) => child.on('close', resolve));
  return Number(said.split('\n').at(-2));
}

test(
  'When a loader is killed between or within its batches and starts again, then no fact is lost, doubled or half counted',
  () =>
    withWarehouse(openPostgresWarehouse, async ({ stores, url }) => {
      const all = manyFacts();
      const customers = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];
      const range = { from: '2011-01-01', to: '2011-12-31', unit: 'day' as const };
      for (const acknowledgements of [1, 3, 8, 20]) {
        const acknowledged = await loadAndKill(url, acknowledgements);
        const stored = (await stores.facts.totals()).facts;
        expect(stored).toBeGreaterThanOrEqual(acknowledged);
        expect(stored % 50).toBe(0);
        await expectWarehouseOf(stored);
      }
      await stores.facts.loadFacts(all);
      await expectWarehouseOf(all.length);

      async function expectWarehouseOf(count: number) {
        const given = all.slice(0, count);
        const { facts, amount } = await stores.facts.totals();
        expect([facts, tenThousandths(amount)]).toEqual([count, given.reduce((sum, fact) => sum + amountOf(fact), 0n)]);
        expect((await stores.sales.salesByPeriod(range)).map(exactly)).toEqual(expectedPeriods(given, range));
        const values = (await stores.customers.lifetimeValues(customers)).map(exactly);
        expect(values).toHaveLength(expectedLifetimeValues(given, customers).length);
        expect(values).toEqual(expect.arrayContaining(expectedLifetimeValues(given, customers)));
      }
    }),
  120_000,
);
