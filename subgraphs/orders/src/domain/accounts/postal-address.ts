import { badUserInput, shortened } from '@mosaico/service';
import type { AddressRecord } from '../../store/accounts/address-book-store.ts';
import { requireAddress } from '../address.ts';
import { countries, postalCodes, withoutPostalCodes } from './countries.ts';

/** An address as somebody has typed it in. */
export interface AddressInput {
  readonly recipient: string;
  readonly lines: readonly string[];
  readonly city: string;
  readonly postalCode?: string | null | undefined;
  readonly country: string;
}

/**
 * An address that a customer keeps, in its normal form: without space at the ends, country and postal code in capitals. What
 * cannot be an address at all is refused as for an order; beside that, what cannot be one in its country.
 * @throws BAD_USER_INPUT, with what is required and what arrived
 */
export function requirePostalAddress(input: AddressInput): AddressRecord {
  const typed = input.postalCode?.trim().replace(/\s+/g, ' ').toUpperCase() ?? '';
  const address = requireAddress(
    {
      recipient: input.recipient.trim(),
      lines: input.lines.map((line) => line.trim()),
      city: input.city.trim(),
      postalCode: typed === '' ? null : typed,
      country: input.country.trim().toUpperCase(),
    },
    { argument: 'input' },
  );
  requireKnownCountry(address.country);
  requirePostalCode(address.postalCode, address.country);
  return address;
}

function requireKnownCountry(country: string): void {
  if (countries.has(country)) return;
  throw badUserInput(
    `input.country must be a country's code by ISO 3166-1 alpha-2, such as "GB"; got ${shortened(country)}.`,
  );
}

function requirePostalCode(code: string | null, country: string): void {
  const known = postalCodes[country];
  if (code === null) {
    if (known === undefined) return;
    throw badUserInput(`input.postalCode must be given for ${country}, such as "${known.example}"; got none.`);
  }
  if (withoutPostalCodes.has(country)) {
    throw badUserInput(`input.postalCode must be left out for ${country}, which has none; got ${shortened(code)}.`);
  }
  if (known === undefined) {
    if (/^[A-Z\d][A-Z\d -]*$/.test(code)) return;
    throw badUserInput(`input.postalCode must have letters, digits, spaces and hyphens; got ${shortened(code)}.`);
  }
  if (known.pattern.test(code)) return;
  throw badUserInput(`input.postalCode must be one of ${country}, such as "${known.example}"; got ${shortened(code)}.`);
}
