import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { OrderTransaction } from '../src/store/order-store.ts';
import { describeOnEveryEngine } from './engines.ts';
import { aSellable } from './records.ts';

const at = new Date('2026-02-03T04:05:06.789Z');
/** So many sequences on each engine: each is some dozen transactions. */
const runs = 8;

/** What somebody does; of an order, the `which`th that was placed, if there is one. */
type Step =
  | { do: 'reserve'; units: number }
  | { do: 'sell' | 'release' | 'returnAll'; which: number }
  | { do: 'returnSome'; which: number; units: number }
  | { do: 'change'; units: number };

const units = fc.integer({ min: 1, max: 6 });
const which = fc.nat({ max: 5 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('reserve' as const), units }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('sell' as const, 'release', 'returnAll'), which }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('returnSome' as const), which, units }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('change' as const), units: fc.integer({ min: -4, max: 4 }) }) },
);

/** An order of the model: a book-keeper who writes down what is where. */
interface Promised {
  readonly id: string;
  readonly units: number;
  state: 'open' | 'sold' | 'released';
  back: number;
}

describeOnEveryEngine('the ledger of stock', (shop) => {
  let numbered = 0;

  test('whatever is reserved, sold, released, returned and counted, in any order, the levels are what a book-keeper has', async () => {
    const within = <Value>(work: (transaction: OrderTransaction) => Promise<Value>): Promise<Value> =>
      shop().stores.orders.transaction(async (transaction) => ({ keep: true, value: await work(transaction) }));

    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), fc.nat({ max: 20 }), async (steps, opening) => {
        const sku = `SKU-${++numbered}`;
        await shop().stores.stock.upsert([aSellable({ sku, onHand: opening })], { at });
        let onHand = opening;
        const orders: Promised[] = [];
        const reserved = () => orders.reduce((sum, one) => sum + (one.state === 'open' ? one.units : 0), 0);

        for (const one of steps) {
          if (one.do === 'reserve') {
            const isThere = onHand - reserved() >= one.units;
            const placing = within(async (transaction) => {
              const sellables = await transaction.lockSellables([sku]);
              const item = { sku, name: sku, quantity: one.units, unitPrice: '1.0000', lineTotal: '1.00' };
              const amounts = { currency: 'GBP', subtotal: '1.00', total: '1.00' } as const;
              const order = await transaction.addOrder({ ...amounts, customerId: null, placedAt: at, items: [item] });
              const takes = sellables.map((sellable) => ({ sellable, quantity: one.units }));
              await transaction.reserveStock(takes, { orderId: order?.id ?? '', at, expiresAt: at });
              return order?.id ?? '';
            });
            if (isThere) orders.push({ id: await placing, units: one.units, state: 'open', back: 0 });
            else await expect(placing).rejects.toThrow(RangeError);
          } else if (one.do === 'change') {
            if (one.units === 0 || onHand - reserved() + one.units < 0) continue;
            await within(async (transaction) => {
              const [sellable] = await transaction.lockSellables([sku]);
              const part = { kind: 'adjustment', warehouseId: 1, units: one.units } as const;
              if (sellable) await transaction.changeStock(sellable, [part], { at, reason: 'Counted', actor: 'system' });
            });
            onHand += one.units;
          } else {
            const order = orders[one.which];
            if (order === undefined) continue;
            const { id } = order;
            const out = order.state === 'sold' ? order.units - order.back : 0;
            if (one.do === 'sell') {
              const changes = await within((transaction) => transaction.sellReserved(id, { at }));
              expect(changes).toHaveLength(order.state === 'open' ? 1 : 0);
              if (order.state !== 'open') continue;
              order.state = 'sold';
              onHand -= order.units;
            } else if (one.do === 'release') {
              const changes = await within((transaction) => transaction.releaseStock(id, { at, reason: 'Not paid' }));
              expect(changes).toHaveLength(order.state === 'open' ? 1 : 0);
              if (order.state === 'open') order.state = 'released';
            } else {
              const takes = one.do === 'returnSome' ? [{ sku, quantity: one.units }] : ('all' as const);
              const coming = one.do === 'returnSome' ? one.units : out;
              const options = { orderId: id, at, reason: 'Did not fit' };
              const returning = within((transaction) => transaction.returnStock(takes, options));
              // Of an order that has only reserved there is nothing that could come back.
              if (order.state === 'open') expect(await returning).toEqual([]);
              else if (coming > out) await expect(returning).rejects.toThrow(RangeError);
              else {
                await returning;
                order.back += coming;
                onHand += coming;
              }
            }
          }
          expect(await shop().stores.stock.stockOfSkus([sku])).toEqual([{ sku, onHand, reserved: reserved() }]);
        }
        expect(await shop().stores.stock.offLedger()).toEqual([]);
      }),
      { numRuns: runs, endOnFailure: true },
    );
  });
});
