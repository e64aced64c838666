import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import type { PromotionRule } from '../src/domain/pricing/promotion.ts';
import type { ShippingMethod } from '../src/domain/pricing/shipping.ts';
import type { TestShop } from './engines.ts';
import { aPromotion, at } from './pricing/records.ts';
import { aSellable, numbers } from './records.ts';

const rules: PromotionRule[] = [
  { kind: 'percentage', percent: '12.5' },
  { kind: 'percentage', percent: '0.0001' },
  { kind: 'fixed', amount: '5.00' },
  { kind: 'freeShipping' },
  { kind: 'buyGet', buySku: 'MUG-1', buyQuantity: 2, getSku: 'CUP-1', getQuantity: 1 },
];
const parcel: ShippingMethod = {
  id: 'parcel',
  name: 'Parcel',
  active: true,
  rates: [
    { country: 'GB', upToGrams: 5_000, price: '8.00' },
    { country: null, upToGrams: null, price: '0.00' },
  ],
};

/** What every PricingStore does. */
export function pricingStoreContract(shop: () => TestShop): void {
  const pricing = () => shop().stores.pricing;
  const add = async (changes: Parameters<typeof aPromotion>[0]) => {
    const added = await pricing().addPromotion(aPromotion(changes), { key: randomUUID() });
    if (added.outcome !== 'added') throw new Error(added.outcome);
    return added.promotion;
  };
  const terms = async (changes: Partial<Parameters<ReturnType<typeof pricing>['termsOf']>[0]> = {}) =>
    pricing().termsOf({ codes: [], customerId: null, country: null, at, ...changes });

  test('a promotion is read as it was added, whatever it takes off, and pages tell the newest first', async () => {
    const added = [];
    for (const [index, rule] of rules.entries()) {
      const conditions = { minimum: '20.00', validUntil: new Date('2026-12-31T23:59:59.999Z'), limit: 5 };
      added.push(
        await add({
          rule,
          code: index === 0 ? null : `CODE-${index}`,
          ...(index === 1 ? { ...conditions, limitPerCustomer: 1, stackable: false } : {}),
        }),
      );
    }
    expect(added.map(({ rule }) => rule)).toEqual([{ kind: 'percentage', percent: '12.50' }, ...rules.slice(1)]);
    expect(added[1]).toEqual({
      ...aPromotion({ id: added[1]?.id ?? '', code: 'CODE-1', rule: { kind: 'percentage', percent: '0.0001' } }),
      minimum: '20.00',
      validUntil: new Date('2026-12-31T23:59:59.999Z'),
      stackable: false,
      limit: 5,
      limitPerCustomer: 1,
    });
    const first = await pricing().promotions({ limit: 3, after: null });
    expect(first).toEqual(added.toReversed().slice(0, 3));
    expect(await pricing().promotions({ limit: 3, after: first.at(-1)?.id ?? '' })).toEqual(
      added.toReversed().slice(3),
    );
  });

  test('a code belongs to one promotion, also when it has ended and when several add it at once', async () => {
    const promotion = aPromotion({ code: 'ONCE' });
    const added = await Promise.all(
      numbers(5).map((number) => pricing().addPromotion(promotion, { key: `key-${number}` })),
    );
    expect(added.map(({ outcome }) => outcome).sort()).toEqual(['added', ...numbers(4).map(() => 'codeTaken')]);
    const [first] = await pricing().promotions({ limit: 10, after: null });
    await pricing().endPromotion(first?.id ?? '', { at });
    expect(await pricing().addPromotion(promotion, { key: 'key-6' })).toEqual({ outcome: 'codeTaken' });
  });

  test('a promotion is added once under its key, whoever adds it at once, and told again afterwards', async () => {
    const added = await Promise.all(
      numbers(5).map((number) => pricing().addPromotion(aPromotion({ name: `Number ${number}` }), { key: 'key-1' })),
    );
    expect(added.map(({ outcome }) => outcome).sort()).toEqual(['added', ...numbers(4).map(() => 'existing')]);
    const promotions = await pricing().promotions({ limit: 10, after: null });
    expect(promotions).toHaveLength(1);
    const again = await pricing().addPromotion(aPromotion({ name: 'Other', code: 'OTHER' }), { key: 'key-1' });
    for (const answer of [...added, again]) expect(answer).toMatchObject({ promotion: promotions[0] });
  });

  test('a promotion that is ended stays ended from then on; one that nobody knows is a miss', async () => {
    const { id } = await add({});
    const later = new Date(at.getTime() + 60_000);
    expect(await pricing().endPromotion(id, { at })).toMatchObject({ id, validUntil: at });
    expect(await pricing().endPromotion(id, { at: later })).toMatchObject({ id, validUntil: at });
    expect(await pricing().endPromotion('999', { at })).toBeNull();
    expect(await pricing().endPromotion('abc', { at })).toBeNull();
  });

  test('terms tell the automatic promotions that are valid, and those of the coupons, valid or not', async () => {
    const soon = new Date(at.getTime() + 1);
    const always = await add({ name: 'Always' });
    await add({ name: 'Not yet', validFrom: soon });
    await add({ name: 'Over', validUntil: at });
    const until = await add({ name: 'Until soon', validFrom: at, validUntil: soon });
    const over = await add({ name: 'Coupon', code: 'OVER', validUntil: at });
    await add({ name: 'Other coupon', code: 'OTHER' });

    expect(await terms({ codes: ['NEVER', 'OVER'] })).toEqual({
      promotions: {
        automatic: [always, until].map((promotion) => ({ promotion, uses: 0, usesOfCustomer: 0 })),
        coupons: [
          { code: 'NEVER', offer: null },
          { code: 'OVER', offer: { promotion: over, uses: 0, usesOfCustomer: 0 } },
        ],
      },
      methods: [],
      tax: null,
    });
  });

  test('terms of a destination tell how it can be delivered there, and its tax', async () => {
    await pricing().saveShippingMethod(parcel);
    await pricing().saveShippingMethod({ ...parcel, id: 'old', active: false });
    await pricing().saveTaxRate({ country: 'GB', name: 'VAT', percent: '20', included: true });
    expect(await terms({ country: 'GB' })).toMatchObject({
      methods: [parcel],
      tax: { percent: '20.00', included: true },
    });
    expect(await terms({ country: 'FR' })).toMatchObject({ methods: [parcel], tax: null });
    expect(await terms({ country: null })).toMatchObject({ methods: [], tax: null });
  });

  test('a shipping method is as it was last saved, with its rates in their order, whoever saves it at once', async () => {
    const bare = { ...parcel, id: 'bare', active: false, rates: [] };
    await pricing().saveShippingMethod(parcel);
    await pricing().saveShippingMethod(bare);
    expect(await pricing().shippingMethods()).toEqual([bare, parcel]);

    const changed = { ...parcel, name: 'Post', rates: parcel.rates.toReversed() };
    await Promise.all(numbers(10).map(() => pricing().saveShippingMethod(changed)));
    expect(await pricing().shippingMethods()).toEqual([bare, changed]);
    await Promise.all(numbers(5).map(() => pricing().saveShippingMethod({ ...parcel, id: 'new' })));
    expect((await pricing().shippingMethods()).map(({ id }) => id)).toEqual(['bare', 'new', 'parcel']);
  });

  test('a unit weighs what was last told of it, whoever writes it, and is found without a lock as it is with one', async () => {
    const { stock, orders } = shop().stores;
    const mug = aSellable({ sku: 'MUG-1', weightGrams: 350 });
    const weights = async () => {
      const skus = ['CUP-1', 'MUG-1', 'NONE'];
      const found = await stock.findSellables(skus);
      const locked = await orders.transaction(async (transaction) => ({
        keep: false,
        value: await transaction.lockSellables(skus),
      }));
      const bySku = (units: typeof found) => units.toSorted((a, b) => (a.sku < b.sku ? -1 : 1));
      expect(bySku(found)).toEqual(bySku(locked));
      return Object.fromEntries(found.map(({ sku, weightGrams }) => [sku, weightGrams]));
    };
    await stock.upsert([mug, aSellable({ sku: 'CUP-1' })], { at });
    expect(await weights()).toEqual({ 'MUG-1': 350, 'CUP-1': null });
    await stock.upsert([aSellable({ sku: 'MUG-1', name: 'Mug' }), aSellable({ sku: 'CUP-1', weightGrams: 90 })], {
      at,
    });
    expect(await weights()).toEqual({ 'MUG-1': 350, 'CUP-1': 90 });

    const { catalogId, sku, categoryId, name, price, status } = mug;
    const follow = (revision: number, weight: { weightGrams?: number | null }) =>
      stock.followCatalog({
        eventId: `e${revision}`,
        catalogId,
        revision,
        units: [{ sku, categoryId, name, price, status, ...weight }],
        at,
      });
    await follow(1, {});
    expect(await weights()).toMatchObject({ 'MUG-1': 350 });
    await follow(2, { weightGrams: 400 });
    expect(await weights()).toMatchObject({ 'MUG-1': 400 });
    await follow(3, { weightGrams: null });
    expect(await weights()).toMatchObject({ 'MUG-1': null });
  });

  test('a country has the tax that was last saved', async () => {
    const vat = { country: 'GB', name: 'VAT', percent: '20.00', included: true };
    await pricing().saveTaxRate({ country: 'US', name: 'Sales tax', percent: '8.8750', included: false });
    await Promise.all(numbers(5).map(() => pricing().saveTaxRate(vat)));
    expect(await pricing().taxRates()).toEqual([
      vat,
      { country: 'US', name: 'Sales tax', percent: '8.875', included: false },
    ]);
    await pricing().saveTaxRate({ ...vat, percent: '17.5', included: false });
    expect((await pricing().taxRates())[0]).toEqual({ ...vat, percent: '17.50', included: false });
  });
}
