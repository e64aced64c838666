import type { AddressRecord } from './accounts/address-book-store.ts';

/** What the tables of addresses have in common, and what it is outside of the store. */
export interface AddressRow {
  recipient: string;
  street_lines: string;
  city: string;
  postal_code: string | null;
  country: string;
}

export function toAddress(row: AddressRow): AddressRecord {
  return {
    recipient: row.recipient,
    lines: row.street_lines.split('\n'),
    city: row.city,
    postalCode: row.postal_code,
    country: row.country,
  };
}

export function toAddressRow({ recipient, lines, city, postalCode, country }: AddressRecord): AddressRow {
  return { recipient, street_lines: lines.join('\n'), city, postal_code: postalCode, country };
}
