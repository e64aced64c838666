import type { Currency } from '@mosaico/service';
import type { MatchCounts } from '../store/search-store.ts';
import { priceRangeStarts } from './price-ranges.ts';

export interface Facet {
  field: 'category' | 'brand' | 'price' | 'rating';
  buckets: FacetBucket[];
}

interface FacetBucket {
  value: string;
  label: string;
  count: number;
}

/** A facet of more values than this would not help a shopper. */
const mostBuckets = 100;

/** The counts of a search as a shopper may narrow it by them: filtering by a bucket's value leaves as many as it counts. */
export function toFacets(options: {
  counts: MatchCounts;
  /** By id. */
  categoryNames: ReadonlyMap<string, string>;
  currency: Currency;
}): Facet[] {
  const { counts, categoryNames, currency } = options;
  const categories = counts.categories.map(({ id, count }) => ({
    value: id,
    label: categoryNames.get(id) ?? id,
    count,
  }));
  const brands = counts.brands.map(({ brand, count }) => ({ value: brand, label: brand, count }));
  return [
    { field: 'category', buckets: mostFirst(categories) },
    { field: 'brand', buckets: mostFirst(brands) },
    { field: 'price', buckets: priceBuckets(counts, symbols[currency]) },
    { field: 'rating', buckets: ratingBuckets(counts) },
  ];
}

function mostFirst(buckets: FacetBucket[]): FacetBucket[] {
  return buckets
    .sort((a, b) => b.count - a.count || compare(a.label, b.label) || compare(a.value, b.value))
    .slice(0, mostBuckets);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

const symbols: Readonly<Record<Currency, string>> = { EUR: '€', GBP: '£', USD: '$' };

function priceBuckets({ prices }: MatchCounts, symbol: string): FacetBucket[] {
  const counted = new Map(prices.map(({ from, count }) => [from, count]));
  return priceRangeStarts.flatMap((from, at) => {
    const count = counted.get(from);
    if (count === undefined) return [];
    const to = priceRangeStarts[at + 1];
    if (to === undefined) return [{ value: `${from}-`, label: `${symbol}${from} and above`, count }];
    const label = from === 0 ? `Under ${symbol}${to}` : `${symbol}${from} to ${symbol}${to}`;
    return [{ value: `${from}-${to}`, label, count }];
  });
}

/** Each counts what has as many stars or more, from the most stars down. */
function ratingBuckets({ stars }: MatchCounts): FacetBucket[] {
  const buckets: FacetBucket[] = [];
  let count = 0;
  for (const least of [5, 4, 3, 2, 1]) {
    count += stars.find((counted) => counted.stars === least)?.count ?? 0;
    if (count > 0) buckets.push({ value: String(least), label: ratingLabels[least] ?? '', count });
  }
  return buckets;
}

const ratingLabels: Readonly<Record<number, string>> = {
  5: '5 stars',
  4: '4 stars and up',
  3: '3 stars and up',
  2: '2 stars and up',
  1: '1 star and up',
};
