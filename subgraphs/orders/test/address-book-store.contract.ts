import { beforeEach, expect, test } from '@jest/globals';
import type { AddressRecord } from '../src/store/accounts/address-book-store.ts';
import type { TestShop } from './engines.ts';
import { aCustomer, numbers } from './records.ts';

const anAddress = (changes: Partial<AddressRecord> = {}): AddressRecord => ({
  recipient: 'Ada Lovelace',
  lines: ['12 St James’s Square', 'Second floor'],
  city: 'London',
  postalCode: 'SW1Y 4JH',
  country: 'GB',
  ...changes,
});

/** What an address book has to do, on every engine. */
export function addressBookStoreContract(shop: () => TestShop): void {
  const book = () => shop().stores.addressBook;
  const add = (city: string, options: { makeDefault?: boolean; most?: number } = {}) =>
    book().add('1', anAddress({ city }), { makeDefault: false, most: 50, announce: [], ...options });
  const change = (id: string, city: string, makeDefault = false) =>
    book().change('1', id, anAddress({ city }), { makeDefault, announce: [] });
  const remove = (id: string) => book().remove('1', id, { announce: [] });
  const known = async () => {
    const [found] = await shop().stores.customers.addressesOf(['1']);
    return (found?.addresses ?? []).map(({ id, city, isDefault }) => `${id} ${city}${isDefault ? '!' : ''}`);
  };

  beforeEach(async () => {
    await shop().stores.customers.upsert([
      aCustomer({ id: '1' }),
      aCustomer({ id: '2', addresses: [anAddress({ city: 'Paris' }), anAddress({ city: 'Lyon' })] }),
    ]);
  });

  test('the first address is the default one, and another when it is said', async () => {
    expect(await add('London')).toEqual({
      outcome: 'saved',
      address: { ...anAddress(), id: '1', isDefault: true },
    });
    expect(await add('Leeds')).toMatchObject({ outcome: 'saved', address: { id: '2', isDefault: false } });
    expect(await add('York', { makeDefault: true })).toMatchObject({ address: { id: '3', isDefault: true } });
    expect(await known()).toEqual(['1 London', '2 Leeds', '3 York!']);
    expect(await change('2', 'Bath')).toMatchObject({ address: { id: '2', city: 'Bath', isDefault: false } });
    expect(await change('1', 'Hull', true)).toMatchObject({ address: { isDefault: true } });
    expect(await known()).toEqual(['1 Hull!', '2 Bath', '3 York']);
  });

  test('when the default one is removed the first of the others is; no id is given out twice', async () => {
    for (const city of ['London', 'Leeds', 'York']) await add(city, { makeDefault: city === 'York' });
    expect(await remove('3')).toBe(true);
    expect(await known()).toEqual(['1 London!', '2 Leeds']);
    await add('Bath');
    expect(await known()).toEqual(['1 London!', '2 Leeds', '4 Bath']);
    for (const id of ['1', '2', '4']) await remove(id);
    expect(await known()).toEqual([]);
    await add('Hull');
    expect(await known()).toEqual(['5 Hull!']);
  });

  test('of addresses that an import brought the first is the default one', async () => {
    const [found] = await shop().stores.customers.addressesOf(['2']);
    expect(found?.addresses).toMatchObject([
      { id: '1', city: 'Paris', isDefault: true },
      { id: '2', city: 'Lyon', isDefault: false },
    ]);
  });

  test('what is not there is not changed, and nobody has more than they may', async () => {
    await add('London');
    for (const id of ['2', '0', '-1', 'x', '99999999999']) {
      expect(await change(id, 'Bath')).toEqual({ outcome: 'unknown' });
      expect(await remove(id)).toBe(false);
    }
    expect(await add('Leeds', { most: 1 })).toEqual({ outcome: 'full' });
    expect(await book().add('3', anAddress(), { makeDefault: false, most: 50, announce: [] })).toEqual({
      outcome: 'unknown',
    });
    expect(await known()).toEqual(['1 London!']);
  });

  test('of many at once each gets an id of its own, and the limit holds', async () => {
    const results = await Promise.all(numbers(12).map((number) => add(`City ${number}`, { most: 10 })));
    expect(results.filter(({ outcome }) => outcome === 'saved')).toHaveLength(10);
    expect(results.filter(({ outcome }) => outcome === 'full')).toHaveLength(2);
    expect((await known()).filter((one) => one.endsWith('!'))).toHaveLength(1);
  });
}
