import { compareAmounts } from '@mosaico/service';

/** What a parcel costs to a country, up to a weight. */
export interface ShippingRate {
  /** ISO 3166-1 alpha-2; null for everywhere that has no rate of its own. */
  readonly country: string | null;
  /** The heaviest parcel that it is for, in grams; null for any. */
  readonly upToGrams: number | null;
  /** Two decimals. */
  readonly price: string;
}

/** A way in which orders are delivered. With one rate for everywhere and any weight it is a flat one. */
export interface ShippingMethod {
  /** Chosen by the shop, such as `standard`. */
  readonly id: string;
  /** For the shopper to read. */
  readonly name: string;
  /** False when it can no longer be chosen. */
  readonly active: boolean;
  readonly rates: readonly ShippingRate[];
}

/** Why an order cannot be delivered as asked. */
export type ShippingFault = 'unknownMethod' | 'destination' | 'tooHeavy';

export type ShippingOutcome =
  | { readonly outcome: 'priced'; readonly method: ShippingMethod; readonly price: string }
  | { readonly outcome: 'shippingUnavailable'; readonly fault: ShippingFault };

/** What a unit whose weight nobody has told counts for, in grams. */
const unknownWeightGrams = 500;

/** What the lines weigh together, in grams. */
export function weightOf(lines: readonly { readonly quantity: number; readonly weightGrams: number | null }[]): number {
  return lines.reduce((sum, { quantity, weightGrams }) => sum + quantity * (weightGrams ?? unknownWeightGrams), 0);
}

/**
 * What delivery costs by the method that was asked for, or, when none was, by the cheapest that delivers there, of equal ones
 * the first by its id.
 */
export function priceShipping(
  methods: readonly ShippingMethod[],
  parcel: { readonly methodId: string | null; readonly country: string; readonly weightGrams: number },
): ShippingOutcome {
  const open = methods.filter(({ id, active }) => active && (parcel.methodId === null || id === parcel.methodId));
  if (open.length === 0 && parcel.methodId !== null) return { outcome: 'shippingUnavailable', fault: 'unknownMethod' };
  const offers = open
    .flatMap((method) => {
      const price = priceOf(method, parcel);
      return price === null ? [] : [{ outcome: 'priced' as const, method, price }];
    })
    .sort((a, b) => compareAmounts(a.price, b.price) || (a.method.id < b.method.id ? -1 : 1));
  if (offers[0] !== undefined) return offers[0];
  const delivers = open.some((method) => ratesTo(method, parcel.country).length > 0);
  return { outcome: 'shippingUnavailable', fault: delivers ? 'tooHeavy' : 'destination' };
}

/** The rate of the smallest weight that the parcel keeps to; null when it is too heavy, or nothing goes there. */
function priceOf(method: ShippingMethod, parcel: { country: string; weightGrams: number }): string | null {
  const fitting = ratesTo(method, parcel.country)
    .map(({ upToGrams, price }) => ({ upTo: upToGrams ?? Infinity, price }))
    .filter(({ upTo }) => upTo >= parcel.weightGrams)
    .sort((a, b) => a.upTo - b.upTo);
  return fitting[0]?.price ?? null;
}

/** A country with rates of its own has no others. */
function ratesTo({ rates }: ShippingMethod, country: string): readonly ShippingRate[] {
  const own = rates.filter((rate) => rate.country === country);
  return own.length > 0 ? own : rates.filter((rate) => rate.country === null);
}
