import { stemmer } from 'stemmer';

/** Plurals in -ves, which the Porter algorithm does not lead back to their -f or -fe. */
const plurals: Readonly<Record<string, string>> = {
  calves: 'calf',
  elves: 'elf',
  halves: 'half',
  hooves: 'hoof',
  knives: 'knife',
  leaves: 'leaf',
  lives: 'life',
  loaves: 'loaf',
  scarves: 'scarf',
  shelves: 'shelf',
  thieves: 'thief',
  wolves: 'wolf',
};

/**
 * What the forms of an English word have in common, by the Porter algorithm: `candles` and `candle` are both `candl`.
 * A word of other letters than a to z, or of one or two letters, is its own stem.
 */
export function stem(word: string): string {
  return /^[a-z]{3,}$/.test(word) ? stemmer(plurals[word] ?? word) : word;
}
