import { stem } from './stem.ts';
import { isStopWord } from './stop-words.ts';
import { compoundsOf, foldText, wordsOf } from './words.ts';

/**
 * What a product is found by. A word gives its stem, which whole words are looked up by, and itself, which the beginning
 * of a word is looked up by. A term counts in the weightiest place it occurs in: the name, then brand and tags, then all
 * else, which is the description and the skus.
 */
export interface SearchTerms {
  /** The terms of all places, each once: the one list to index. */
  readonly all: readonly string[];
  /** The terms of the name, each between spaces. */
  readonly name: string;
  /** The terms of brand and tags, each between spaces. */
  readonly labels: string;
  /** The skus, folded, so that one typed in whole is known. */
  readonly skus: readonly string[];
}

/** The terms of a product. Depends on nothing else, so that they can be computed anew from it at any time. */
export function searchTerms(product: {
  name: string;
  brand: string;
  tags: readonly string[];
  description: string;
  skus: readonly string[];
}): SearchTerms {
  const name = new Set(termsOf(product.name));
  const labels = new Set([product.brand, ...product.tags].flatMap(termsOf));
  // A sku's parts are terms whatever they mean as words.
  const text = [...termsOf(product.description), ...product.skus.flatMap(wordsOf).flatMap(formsOf)];
  return {
    all: [...new Set([...name, ...labels, ...text])],
    name: spaced([...name]),
    labels: spaced([...labels].filter((term) => !name.has(term))),
    skus: product.skus.map(foldText),
  };
}

function spaced(terms: readonly string[]): string {
  return ` ${terms.join(' ')} `;
}

function termsOf(text: string): string[] {
  return [...wordsOf(text), ...compoundsOf(text)].filter((word) => !isStopWord(word)).flatMap(formsOf);
}

function formsOf(word: string): string[] {
  return [stem(word), word];
}
