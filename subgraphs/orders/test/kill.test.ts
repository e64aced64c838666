import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { describeOnEveryEngine, type TestShop } from './engines.ts';
import { aSellable } from './records.ts';

const placer = fileURLToPath(new URL('./place-until-killed.ts', import.meta.url));

/** Lets a process place orders until it has acknowledged so many, kills it in the middle of the next ones, and tells their ids. */
async function placeAndKill(url: string, acknowledgedAtLeast: number): Promise<string[]> {
  const child = spawn(process.execPath, ['--no-warnings', placer, url], {
    env: {},
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const ids: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    ids.push(line);
    if (ids.length === acknowledgedAtLeast) child.kill('SIGKILL');
  }
  await exited;
  expect(child.signalCode).toBe('SIGKILL');
  return ids;
}

describeOnEveryEngine('a process that is killed while it places orders', (shop: () => TestShop) => {
  test('loses no order that it acknowledged, and leaves none half written', async () => {
    const { stores, database, url } = shop();
    const skus = ['A', 'B', 'C'];
    await stores.stock.upsert(
      skus.map((sku) => aSellable({ sku, onHand: 100_000 })),
      { at: new Date() },
    );
    const acknowledged: string[] = [];
    for (const atLeast of [1, 7, 12]) acknowledged.push(...(await placeAndKill(url, atLeast)));

    // What the dead left open has ended when a transaction of ours holds the same rows.
    await stores.orders.transaction(async (transaction) => ({
      keep: false,
      value: await transaction.lockSellables(skus),
    }));
    expect(acknowledged.length).toBeGreaterThanOrEqual(20);
    expect(await stores.orders.find(acknowledged)).toHaveLength(acknowledged.length);

    const { orders } = await stores.orders.counts();
    expect(await stores.stock.offLedger()).toEqual([]);
    expect(await stores.stock.counts()).toEqual({ sellables: 3, movements: 3 + 3 * orders });
    expect(await stores.stock.stockOfSkus(['A'])).toEqual([{ sku: 'A', onHand: 100_000, reserved: orders }]);
    for (const table of ['order_items', 'order_status_history', 'idempotency_keys']) {
      const row = await database.knex(table).countDistinct({ count: 'order_id' }).first();
      expect([table, Number(row?.count)]).toEqual([table, orders]);
    }
    expect(await database.knex('idempotency_keys').whereNull('order_id')).toEqual([]);
  }, 180_000);
});
