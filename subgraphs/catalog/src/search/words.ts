/** Letters that Unicode does not take apart into a letter and its accent. */
const folded: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};

/** Lower-cased, without accents, and without the apostrophe of `women's`. */
export function foldText(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\p{M}'’ʼ]/gu, '')
    .replace(/[ßæœøłđðþı]/g, (letter) => folded[letter] ?? letter);
}

/** The words of a text in order, folded; a number keeps its decimals (`1.5`), a compound falls into its parts. */
export function wordsOf(text: string): string[] {
  return foldText(text).match(/\d+(?:[.,]\d+)+|[\p{L}\p{N}]+/gu) ?? [];
}

/** The compounds of a text written as one word: `t-shirt` is also looked for as `tshirt`. */
export function compoundsOf(text: string): string[] {
  const compounds = foldText(text).match(/[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)+/gu) ?? [];
  return compounds.map((compound) => compound.replaceAll('-', ''));
}
