import { expect, test } from '@jest/globals';
import { priceShipping, weightOf, type ShippingMethod } from '../../src/domain/pricing/shipping.ts';

const flat: ShippingMethod = {
  id: 'flat',
  name: 'Flat',
  active: true,
  rates: [{ country: null, upToGrams: null, price: '9.00' }],
};
const parcel: ShippingMethod = {
  id: 'parcel',
  name: 'Parcel',
  active: true,
  rates: [
    { country: 'GB', upToGrams: 5_000, price: '8.00' },
    { country: 'GB', upToGrams: 1_000, price: '4.00' },
    { country: null, upToGrams: 1_000, price: '12.00' },
  ],
};
const ask = (methodId: string | null, country: string, weightGrams: number, methods = [flat, parcel]) => {
  const outcome = priceShipping(methods, { methodId, country, weightGrams });
  return outcome.outcome === 'priced' ? `${outcome.method.id} ${outcome.price}` : outcome.fault;
};

test('delivery costs the rate of the smallest weight that the parcel keeps to, of its own country where that has rates', () => {
  expect(ask('parcel', 'GB', 1_000)).toBe('parcel 4.00');
  expect(ask('parcel', 'GB', 1_001)).toBe('parcel 8.00');
  expect(ask('parcel', 'GB', 5_001)).toBe('tooHeavy');
  expect(ask('parcel', 'FR', 1_000)).toBe('parcel 12.00');
  expect(ask('flat', 'FR', 50_000)).toBe('flat 9.00');
});

test('when no method is asked for, then it is the cheapest that delivers there', () => {
  expect(ask(null, 'GB', 1)).toBe('parcel 4.00');
  expect(ask(null, 'FR', 1)).toBe('flat 9.00');
  expect(ask(null, 'GB', 5_001)).toBe('flat 9.00');
});

test('a method that is unknown, given up or goes elsewhere is told apart', () => {
  const britain = { ...parcel, rates: parcel.rates.slice(0, 2) };
  expect(ask('none', 'GB', 1)).toBe('unknownMethod');
  expect(ask('flat', 'GB', 1, [{ ...flat, active: false }])).toBe('unknownMethod');
  expect(ask('parcel', 'FR', 1, [britain])).toBe('destination');
  expect(ask(null, 'FR', 1, [])).toBe('destination');
});

test('a unit of unknown weight counts for half a kilogram', () => {
  expect(
    weightOf([
      { quantity: 3, weightGrams: 200 },
      { quantity: 2, weightGrams: null },
      { quantity: 9, weightGrams: 0 },
    ]),
  ).toBe(1_600);
});
