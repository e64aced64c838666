import { badUserInput, formatUnitPrice, roundAmount, shortened } from '@mosaico/service';
import type { TaxRateRecord } from '../../store/pricing-store.ts';
import {
  requireAmount,
  requireCount,
  requireCountry,
  requireDecimal,
  requireLength,
  requireText,
} from '../input-rules.ts';
import type { ShippingMethod } from './shipping.ts';

/** What staff set about delivery and taxes, checked. @throws BAD_USER_INPUT for what cannot be. */

export function requireShippingMethod(input: {
  id: string;
  name: string;
  active: boolean;
  rates: readonly { country?: string | null; upToGrams?: number | null; price: string }[];
}): ShippingMethod {
  if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(input.id)) {
    throw badUserInput(
      `id must have 1 to 40 small letters, digits and hyphens, none in front; got ${shortened(input.id)}.`,
    );
  }
  const seen = new Set<string>();
  const rates = requireLength(input.rates, { argument: 'rates', least: 1, most: 500 }).map((rate) => {
    const { country = null, upToGrams = null, price } = rate;
    const key = `${country ?? 'everywhere'}, ${upToGrams === null ? 'any weight' : `up to ${upToGrams} g`}`;
    if (seen.has(key)) throw badUserInput(`rates must have one for each country and weight; got two for ${key}.`);
    seen.add(key);
    return {
      country: country === null ? null : requireCountry(country, { argument: 'country' }),
      upToGrams:
        upToGrams === null ? null : requireCount(upToGrams, { argument: 'upToGrams', least: 1, most: 1_000_000 }),
      price: roundAmount(requireAmount(price, { argument: 'price', least: '0' })),
    };
  });
  return { id: input.id, name: requireText(input.name, { argument: 'name', most: 100 }), active: input.active, rates };
}

export function requireTaxRate(input: {
  country: string;
  name: string;
  percent: string;
  included: boolean;
}): TaxRateRecord {
  return {
    country: requireCountry(input.country, { argument: 'country' }),
    name: requireText(input.name, { argument: 'name', most: 100 }),
    percent: formatUnitPrice(
      requireDecimal(input.percent, { argument: 'percent', least: '0', most: '100', decimals: 4 }),
    ),
    included: input.included,
  };
}
