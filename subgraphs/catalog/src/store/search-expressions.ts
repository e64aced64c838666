import type { Document } from 'mongodb';
import type { SearchQuery, SearchWord } from '../search/search-query.ts';
import type { ProductSearch } from './search-store.ts';

/** What a word is worth in the weightiest place that has it: as a whole word, and as the beginning of one. */
const places = [
  { path: '$search.name', whole: 12, beginning: 8 },
  { path: '$search.labels', whole: 6, beginning: 4 },
];
const elsewhere = { whole: 2, beginning: 1 };
const wholeSku = 1_000;

/** Whether the words of what the conditions find are yet to be counted: some are required, neither all nor one. */
export function mustCountWords({ query, required }: ProductSearch): boolean {
  return required > 1 && required < query.words.length;
}

/** Conditions that the index of terms answers: each word, where all are required, or any of them. */
export function wordConditions({ query, required }: ProductSearch): Document[] {
  if (required === query.words.length) return query.words.map((word) => ({ 'search.all': { $in: termsOf(word) } }));
  return [{ 'search.all': { $in: query.words.flatMap(termsOf) } }];
}

function termsOf({ stem, prefix }: SearchWord): (string | RegExp)[] {
  // Words are letters and digits, and "." or "," between digits.
  return prefix === null ? [stem] : [stem, new RegExp(`^${prefix.replaceAll('.', '\\.')}`)];
}

/** How many of the words a product has. */
export function matchedWords({ words }: SearchQuery): Document {
  return { $sum: words.map((word) => ({ $cond: [isAnywhere(word), 1, 0] })) };
}

/** What a match is worth. */
export function score({ query, required }: ProductSearch): Document {
  const isSku = { $in: [{ $literal: query.sku }, '$search.skus'] };
  const hasAll = required === query.words.length;
  return { $add: [{ $cond: [isSku, wholeSku, 0] }, ...query.words.map((word) => wordScore(word, hasAll))] };
}

/** A word that every match has is elsewhere when it is in no better place; any other is looked for there too. */
function wordScore(word: SearchWord, isThere: boolean): Document {
  const { stem, prefix } = word;
  const cases = places.flatMap(({ path, whole, beginning }): Case[] => [
    [contains(path, ` ${stem} `), whole],
    ...(prefix === null ? [] : [[contains(path, ` ${prefix}`), beginning] as const]),
  ]);
  const isWhole: Case = [{ $in: [{ $literal: stem }, '$search.all'] }, elsewhere.whole];
  if (isThere)
    return prefix === null ? firstOf(cases, elsewhere.whole) : firstOf([...cases, isWhole], elsewhere.beginning);
  const begins: Case[] = prefix === null ? [] : [[beginsAnywhere(prefix), elsewhere.beginning]];
  return firstOf([...cases, isWhole, ...begins], 0);
}

type Case = readonly [condition: Document, value: number];

/** The value of the first case that holds. `$cond`, as not every server of the protocol knows `$switch`. */
function firstOf(cases: readonly Case[], otherwise: number): Document {
  return cases.reduceRight<Document>((rest, [condition, value]) => ({ $cond: [condition, value, rest] }), {
    $literal: otherwise,
  });
}

/** What contains a piece falls apart by it; a comparison that every server of the protocol knows, which `$regexMatch` is not. */
function contains(path: string, piece: string): Document {
  return { $gt: [{ $size: { $split: [path, piece] } }, 1] };
}

function isAnywhere({ stem, prefix }: SearchWord): Document {
  const isWhole = { $in: [{ $literal: stem }, '$search.all'] };
  return prefix === null ? isWhole : { $or: [isWhole, beginsAnywhere(prefix)] };
}

function beginsAnywhere(prefix: string): Document {
  const begins = { $eq: [{ $substrCP: ['$$term', 0, Array.from(prefix).length] }, { $literal: prefix }] };
  return { $gt: [{ $size: { $filter: { input: '$search.all', as: 'term', cond: begins } } }, 0] };
}
