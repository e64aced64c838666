import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { openOrdersStores } from '@mosaico/orders';
import { createSilentLogger } from '@mosaico/service';

const root = new URL('../../../', import.meta.url);

function stock(folder: string, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    const options = { cwd: root, env: { DATA_DIR: folder } };
    execFile(process.execPath, ['ops/stock/main.ts', ...args], options, (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    );
  });
}

test('stock that is right is told as such, and what differs is told with what it should be', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mosaico-stock-'));
  try {
    const open = () => openOrdersStores({ config: { DATA_DIR: folder }, logger: createSilentLogger() });
    const unit = { catalogId: '65a000000000000000000001', categoryId: null, name: 'Mug', price: '4.50' } as const;
    const first = await open();
    await first.stock.upsert([{ ...unit, sku: 'MUG-1', status: 'active', onHand: 10 }], { at: new Date() });
    const orderId = await first.orders.transaction(async (transaction) => {
      const [mug] = await transaction.lockSellables(['MUG-1']);
      const at = new Date();
      const item = { sku: 'MUG-1', name: 'Mug', quantity: 2, unitPrice: '4.5000', lineTotal: '9.00' };
      const amounts = { currency: 'GBP', subtotal: '9.00', total: '9.00' } as const;
      const order = await transaction.addOrder({ ...amounts, customerId: null, placedAt: at, items: [item] });
      const takes = mug === undefined ? [] : [{ sellable: mug, quantity: 2 }];
      await transaction.reserveStock(takes, { orderId: order?.id ?? '', at, expiresAt: at });
      return { keep: true, value: order?.id ?? '' };
    });
    await first.close();
    expect(await stock(folder, 'verify')).toEqual({
      ...{ code: 0, err: '' },
      out: 'All stock is as its ledger, its reservations and its orders say.\n',
    });

    const second = await open();
    await second.orders.transaction(async (transaction) => {
      await transaction.changeStatus(orderId, { status: 'cancelled', at: new Date(), reason: null, actor: 'system' });
      return { keep: true, value: null };
    });
    await second.close();
    const { code, out } = await stock(folder, 'verify');
    expect(code).toBe(1);
    expect(out).toContain(`order ${orderId}, cancelled  must be: units none  is: units open`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a command that there is not is refused with what there is', async () => {
  const { code, err } = await stock('/nowhere', 'count');
  expect(code).toBe(2);
  expect(err).toContain('The command must be verify; got ["count"].');
});
