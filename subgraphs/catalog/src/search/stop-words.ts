/** English words that say nothing about a product. */
const stopWords = new Set(
  (
    'a about after all also am an and any are as at be been before both but by can could did do does for from had has have ' +
    'he her his how i if in into is it its just may me more most my no nor not of on only or other our out own per she so ' +
    'some such than that the their them then there these they this those to too up us very was we were what when where ' +
    'which while who why will with would you your'
  ).split(' '),
);

export function isStopWord(word: string): boolean {
  return stopWords.has(word);
}
