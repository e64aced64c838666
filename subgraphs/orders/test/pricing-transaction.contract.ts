import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import type { AppliedDiscount, Promotion } from '../src/domain/pricing/promotion.ts';
import type { NewOrder, OrderTransaction } from '../src/store/order-store.ts';
import type { TestShop } from './engines.ts';
import { aPromotion, at } from './pricing/records.ts';
import { aCustomer, numbers } from './records.ts';
import { waitUntilBlocked } from './wait-until-blocked.ts';

const newOrder: NewOrder = {
  customerId: null,
  currency: 'GBP',
  subtotal: '9.00',
  total: '9.00',
  placedAt: at,
  items: [{ sku: 'MUG-1', name: 'Blue mug', quantity: 2, unitPrice: '4.50', lineTotal: '9.00' }],
};
const address = { recipient: 'Ada', lines: ['1 Quay', 'Flat 2'], city: 'Hull', postalCode: 'HU1', country: 'GB' };

function discountOf({ id, name, code, limit, limitPerCustomer }: Promotion): AppliedDiscount {
  const limited = limit !== null || limitPerCustomer !== null;
  return { promotionId: id, name, code, limited, target: 'items', amount: '0.90' };
}

/** What the transaction of every OrderStore does about prices. */
export function pricingTransactionContract(shop: () => TestShop): void {
  const add = async (changes: Partial<Promotion>) => {
    const added = await shop().stores.pricing.addPromotion(aPromotion(changes), { key: randomUUID() });
    if (added.outcome !== 'added') throw new Error(added.outcome);
    return added.promotion;
  };
  const write = <Value>(work: (transaction: OrderTransaction) => Promise<Value>): Promise<Value> =>
    shop().stores.orders.transaction(async (transaction) => ({ keep: true, value: await work(transaction) }));
  const redeem = (promotions: readonly Promotion[], customerId: string | null = null) =>
    write(async (transaction) => {
      const order = await transaction.addOrder({ ...newOrder, customerId });
      const id = order?.id ?? '';
      await transaction.redeem(promotions.map(discountOf), { orderId: id, customerId, at });
      return id;
    });
  const usesOf = async (promotion: Promotion, customerId: string | null = null) => {
    const codes = promotion.code === null ? [] : [promotion.code];
    const { promotions } = await shop().stores.pricing.termsOf({ codes, customerId, country: null, at });
    const offers = [...promotions.automatic, ...promotions.coupons.map(({ offer }) => offer)];
    const offer = offers.find((one) => one?.promotion.id === promotion.id);
    return [offer?.uses, offer?.usesOfCustomer];
  };

  test('an order keeps what it costs, what promotions took off it and where it goes', async () => {
    const promotions = [await add({ name: 'Second', code: 'B' }), await add({ name: 'First', code: 'A' })];
    const charges = {
      discount: '1.80',
      shipping: '4.95',
      tax: '2.02',
      pricesIncludeTax: true,
      shippingMethod: 'parcel',
    };
    const item = { ...newOrder.items[0], discount: '1.80', tax: '1.20' } as NewOrder['items'][number];
    const order = await write(async (transaction) => {
      const added = await transaction.addOrder({ ...newOrder, ...charges, items: [item], deliverTo: address });
      await transaction.redeem(promotions.toReversed().map(discountOf), {
        orderId: added?.id ?? '',
        customerId: null,
        at,
      });
      return added;
    });
    const id = order?.id ?? '';
    const plain = await redeem([]);

    const { orders } = shop().stores;
    expect(order).toMatchObject(charges);
    expect((await orders.find([id]))[0]).toEqual(order);
    expect((await orders.itemsOf([id]))[0]?.items).toEqual([{ ...item, catalogId: null }]);
    expect(await orders.discountsOf([plain, id, 'abc'])).toEqual([
      {
        orderId: id,
        discounts: promotions
          .toReversed()
          .map(({ id: promotionId, name, code }) => ({ promotionId, name, code, target: 'items', amount: '0.90' })),
      },
    ]);
    expect(await orders.deliveryAddressesOf([plain, id, 'abc'])).toEqual([{ orderId: id, address }]);
    expect((await orders.find([plain]))[0]).toMatchObject({
      discount: '0.00',
      shipping: '0.00',
      tax: '0.00',
      pricesIncludeTax: false,
      shippingMethod: null,
    });
  });

  test('uses are counted where there is a limit, each customer’s apart, and given back once', async () => {
    await shop().stores.customers.upsert([aCustomer({ id: '1' }), aCustomer({ id: '2' })]);
    const limited = await add({ code: 'LIMITED', limit: 10 });
    const each = await add({ code: 'EACH', limitPerCustomer: 2 });
    const open = await add({ code: 'OPEN' });
    const first = await redeem([limited, each, open], '1');
    await redeem([each, open], '2');
    expect(await usesOf(limited, '1')).toEqual([1, 0]);
    expect(await usesOf(each, '1')).toEqual([2, 1]);
    expect(await usesOf(each)).toEqual([2, 0]);
    expect(await usesOf(open, '1')).toEqual([0, 0]);
    const told = async () => {
      const uses = await shop().stores.pricing.usesOf([limited.id, each.id, open.id, '999']);
      return Object.fromEntries(uses.map((one) => [one.promotionId, one.uses]));
    };
    expect(await told()).toEqual({ [limited.id]: 1, [each.id]: 2, [open.id]: 2 });

    const release = () => write((transaction) => transaction.releaseCoupons(first, { at }));
    await Promise.all([release(), release(), release()]);
    await release();
    expect(await usesOf(limited, '1')).toEqual([0, 0]);
    expect(await usesOf(each, '1')).toEqual([1, 0]);
    expect(await told()).toEqual({ [each.id]: 1, [open.id]: 1 });
    expect((await shop().stores.orders.discountsOf([first]))[0]?.discounts).toHaveLength(3);
  });

  test('an automatic promotion that is used up is not among the terms, until an order gives it back', async () => {
    const once = await add({ limit: 1 });
    const order = await redeem([once]);
    expect(await usesOf(once)).toEqual([undefined, undefined]);
    await write((transaction) => transaction.releaseCoupons(order, { at }));
    expect(await usesOf(once)).toEqual([0, 0]);
  });

  test('who wants a promotion that has a limit waits for whoever is using it, and sees what that came to', async () => {
    const once = await add({ code: 'ONCE', limit: 1 });
    const request = { codes: ['ONCE'], customerId: null, country: null, at };
    const locked = Promise.withResolvers<undefined>();
    const release = Promise.withResolvers<undefined>();
    const first = write(async (transaction) => {
      await transaction.termsOf(request);
      locked.resolve(undefined);
      await release.promise;
      const order = await transaction.addOrder(newOrder);
      await transaction.redeem([discountOf(once)], { orderId: order?.id ?? '', customerId: null, at });
    });
    await locked.promise;
    const second = write((transaction) => transaction.termsOf(request));
    await waitUntilBlocked(shop().database).finally(() => release.resolve(undefined));
    await first;
    expect((await second).promotions.coupons[0]?.offer?.uses).toBe(1);
  });

  test('when fifty transactions want promotions of few uses, then each is used as often as it may, at the first try of all', async () => {
    const three = await add({ code: 'THREE', limit: 3 });
    const one = await add({ code: 'ONE', limit: 1 });
    const open = await add({});
    let runs = 0;
    const used = await Promise.all(
      numbers(50).map((number) =>
        write(async (transaction) => {
          runs++;
          const codes = number % 2 === 0 ? ['ONE', 'THREE'] : ['THREE', 'ONE'];
          const { promotions } = await transaction.termsOf({ codes, customerId: null, country: null, at });
          const free = promotions.coupons.flatMap(({ offer }) =>
            offer !== null && offer.uses < (offer.promotion.limit ?? 0) ? [offer.promotion] : [],
          );
          const order = await transaction.addOrder(newOrder);
          const discounts = [...free, open].map(discountOf);
          await transaction.redeem(discounts, { orderId: order?.id ?? '', customerId: null, at });
          return free.map(({ code }) => code);
        }),
      ),
    );
    expect(runs).toBe(50);
    expect(used.flat().filter((code) => code === 'THREE')).toHaveLength(3);
    expect(used.flat().filter((code) => code === 'ONE')).toHaveLength(1);
    expect(await usesOf(three)).toEqual([3, 0]);
    expect(await usesOf(one)).toEqual([1, 0]);
  });
}
