import { stem } from './stem.ts';
import { isStopWord } from './stop-words.ts';
import { foldText, wordsOf } from './words.ts';

/** More words than this narrow a search no further; the rest of a pasted text is not looked at. */
const mostWords = 12;

export interface SearchWord {
  /** Found by this term. */
  readonly stem: string;
  /** Also found by any term that begins so; null for a word that was typed to its end. */
  readonly prefix: string | null;
}

/** What a shopper typed, as the catalog looks for it. */
export interface SearchQuery {
  /** Distinct; none when nothing was typed that a product could be found by. */
  readonly words: readonly SearchWord[];
  /** The whole of what was typed as a sku would be written, folded. */
  readonly sku: string;
}

/**
 * Reads what was typed. Its last word may be unfinished unless something follows it. Stop words are left out, but for one
 * that stands alone: it may be the beginning of a word.
 */
export function parseSearchQuery(typed: string): SearchQuery {
  const all = wordsOf(typed);
  const telling = all.filter((word) => !isStopWord(word));
  const words = [...new Set(telling.length > 0 ? telling : all.slice(-1))].slice(0, mostWords);
  const unfinished = /[\p{L}\p{N}\p{M}]$/u.test(typed) ? all.at(-1) : undefined;
  return {
    words: words.map((word) => ({ stem: stem(word), prefix: word === unfinished ? word : null })),
    sku: foldText(typed).trim(),
  };
}

/** How many of a query's words a product must have when none has all: more than half, and one of two. */
export function mostOf(words: number): number {
  return words <= 2 ? 1 : Math.floor(words / 2) + 1;
}
