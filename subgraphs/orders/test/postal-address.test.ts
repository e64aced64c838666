import { describe, expect, test } from '@jest/globals';
import { networkOf } from '../src/domain/accounts/network.ts';
import { countries, postalCodes, withoutPostalCodes } from '../src/domain/accounts/countries.ts';
import { requirePostalAddress } from '../src/domain/accounts/postal-address.ts';

const address = {
  recipient: ' Ada ',
  lines: [' 12 St James’s '],
  city: ' London ',
  postalCode: ' sw1y  4jh ',
  country: 'gb',
};

describe('a postal address', () => {
  test('is kept in its normal form', () => {
    expect(requirePostalAddress(address)).toEqual({
      recipient: 'Ada',
      lines: ['12 St James’s'],
      city: 'London',
      postalCode: 'SW1Y 4JH',
      country: 'GB',
    });
    expect(requirePostalAddress({ ...address, country: 'AE', postalCode: undefined })).toMatchObject({
      postalCode: null,
    });
    expect(requirePostalAddress({ ...address, country: 'IS', postalCode: '101' })).toMatchObject({ postalCode: '101' });
  });

  test.each([
    [{ country: 'XX' }, 'input.country must be a country\'s code by ISO 3166-1 alpha-2, such as "GB"; got "XX".'],
    [{ postalCode: '12345' }, 'input.postalCode must be one of GB, such as "SW1A 1AA"; got "12345".'],
    [{ postalCode: null }, 'input.postalCode must be given for GB, such as "SW1A 1AA"; got none.'],
    [{ country: 'DE', postalCode: '1011 AB' }, 'input.postalCode must be one of DE, such as "10115"; got "1011 AB".'],
    [
      { country: 'HK', postalCode: '999077' },
      'input.postalCode must be left out for HK, which has none; got "999077".',
    ],
    [{ lines: [] }, 'input.lines must hold 1 to 5 items; got 0.'],
    [{ city: ' ' }, 'input.city must have 1 to 100 characters, none of them a control character; got "".'],
    [
      { recipient: 'A\nB' },
      'input.recipient must have 1 to 100 characters, none of them a control character; got "A\\nB".',
    ],
  ])('%j is refused, with what is required', (changes, message) => {
    expect(() => requirePostalAddress({ ...address, ...changes })).toThrow(
      expect.objectContaining({ message, extensions: { code: 'BAD_USER_INPUT' } }),
    );
  });

  test('every country that is named is one, and each example is what its pattern wants', () => {
    expect(countries.size).toBe(249);
    for (const code of [...withoutPostalCodes, ...Object.keys(postalCodes)]) expect(countries).toContain(code);
    for (const { pattern, example } of Object.values(postalCodes)) expect(example).toMatch(pattern);
  });
});

describe('a network address', () => {
  test.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001::9', '2001:db8:1:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['not an address', null],
  ])('%s is one client’s as %s', (given, network) => {
    expect(networkOf(given)).toBe(network);
  });
});
