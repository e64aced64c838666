import type { AddressRecord } from '../store/accounts/address-book-store.ts';
import { requireCountry, requireLength, requireText } from './input-rules.ts';

/** A postal address that a parcel can be sent to, as far as its form tells. @throws BAD_USER_INPUT for one that cannot be. */
export function requireAddress(
  address: {
    recipient: string;
    lines: readonly string[];
    city: string;
    postalCode?: string | null;
    country: string;
  },
  { argument }: { argument: string },
): AddressRecord {
  const { recipient, lines, city, postalCode = null, country } = address;
  const text = (value: string, field: string, most: number) =>
    requireText(value, { argument: `${argument}.${field}`, most });
  return {
    recipient: text(recipient, 'recipient', 100),
    lines: requireLength(lines, { argument: `${argument}.lines`, least: 1, most: 5 }).map((line) =>
      text(line, 'lines', 90),
    ),
    city: text(city, 'city', 100),
    postalCode: postalCode === null ? null : text(postalCode, 'postalCode', 20),
    country: requireCountry(country, { argument: `${argument}.country` }),
  };
}
