import { describe, expect, test } from '@jest/globals';
import { createTestDatabase } from '@mosaico/testing';
import type { OrdersStores } from '../src/store/open-stores.ts';
import type { OrderTransaction } from '../src/store/order-store.ts';
import { ask, aSubgraph, codes, customer } from './ask.ts';
import { useShop } from './engines.ts';
import { aCustomer, aSellable } from './records.ts';

const steps = ['claimKey', 'lockSellables', 'addOrder', 'reserveStock', 'settleKey', 'announce'] as const;
const place = `mutation {
  placeOrder(input: { items: [{ sku: "MUG-1", quantity: 2 }] }, idempotencyKey: "key-00001") { __typename }
}`;

/** The stores, whose order transaction fails before or after one of its steps. */
function failingAt(stores: OrdersStores, step: (typeof steps)[number], when: 'before' | 'after'): OrdersStores {
  const withFailure = (transaction: OrderTransaction): OrderTransaction =>
    new Proxy(transaction, {
      get(target, name, receiver) {
        const member: unknown = Reflect.get(target, name, receiver);
        if (name !== step || typeof member !== 'function') return member;
        return async (...args: unknown[]) => {
          if (when === 'after') await Reflect.apply(member, target, args);
          throw new Error(`on purpose ${when} ${step}`);
        };
      },
    });
  return {
    ...stores,
    orders: { ...stores.orders, transaction: (work) => stores.orders.transaction((own) => work(withFailure(own))) },
  };
}

describe('an order is placed whole or not at all', () => {
  const shop = useShop(createTestDatabase);

  test('when placing fails before or after any of its steps, then nothing is written, and the same request can come again', async () => {
    const { stores } = shop();
    await stores.customers.upsert([aCustomer({ id: '1' })]);
    await stores.stock.upsert([aSellable({ sku: 'MUG-1', onHand: 10 })], { at: new Date() });
    const before = await stores.counts();

    for (const step of steps) {
      for (const when of ['before', 'after'] as const) {
        const subgraph = aSubgraph({ stores: failingAt(stores, step, when) });
        const answer = await ask(subgraph, place, { identity: customer('1') });
        expect(answer.data).toEqual({ placeOrder: null });
        expect(codes(answer)).toEqual({ placeOrder: 'INTERNAL_SERVER_ERROR' });
        expect(answer.errors[0]?.message).toBe('Something went wrong on our side.');
        expect(await stores.counts()).toEqual(before);
        expect(await stores.stock.stockOfSkus(['MUG-1'])).toEqual([{ sku: 'MUG-1', onHand: 10, reserved: 0 }]);
      }
    }

    const answer = await ask(aSubgraph({ stores }), place, { identity: customer('1') });
    expect(answer).toEqual({ data: { placeOrder: { __typename: 'Order' } }, errors: [] });
    expect(await stores.stock.stockOfSkus(['MUG-1'])).toEqual([{ sku: 'MUG-1', onHand: 10, reserved: 2 }]);
    expect(await stores.stock.offLedger()).toEqual([]);
  });
});
