import { describe, expect, test } from '@jest/globals';
import { mostOf, parseSearchQuery } from '../src/search/search-query.ts';
import { searchTerms } from '../src/search/search-terms.ts';
import { wordsOf } from '../src/search/words.ts';

describe('the words of a text', () => {
  test('are lower-case, without accents and apostrophes', () => {
    expect(wordsOf("Women’s Çrème-Brûlée SET, Größe 1.5L: Ærø's №7")).toEqual([
      'womens',
      'creme',
      'brulee',
      'set',
      'grosse',
      '1.5',
      'l',
      'aeros',
      'no7',
    ]);
  });

  test('are kept in any alphabet', () => {
    expect(wordsOf('Кофе 咖啡 ☕')).toEqual(['кофе', '咖啡']);
  });
});

describe('the terms of a product', () => {
  test('stand in the weightiest place they occur in, and there only', () => {
    const terms = searchTerms({
      name: 'Candles in Glass',
      brand: 'Glassworks',
      tags: ['candle', 'gift'],
      description: 'A gift of candles and wax for the table.',
      skus: ['CND-12'],
    });
    expect(terms).toEqual({
      all: [
        'candl',
        'candles',
        'glass',
        'glasswork',
        'glassworks',
        'candle',
        'gift',
        'wax',
        'tabl',
        'table',
        'cnd',
        '12',
      ],
      name: ' candl candles glass ',
      labels: ' glasswork glassworks candle gift ',
      skus: ['cnd-12'],
    });
  });

  test('hold a compound in its parts and as one word', () => {
    const { name } = searchTerms({ name: 'T-Shirt', brand: '', tags: [], description: '', skus: [] });
    expect(name).toBe(' t shirt tshirt ');
  });
});

describe('what is typed', () => {
  test('is read as words of which the last may be unfinished', () => {
    expect(parseSearchQuery('The red Kettles')).toEqual({
      words: [
        { stem: 'red', prefix: null },
        { stem: 'kettl', prefix: 'kettles' },
      ],
      sku: 'the red kettles',
    });
    expect(parseSearchQuery('red kettle ').words).toEqual([
      { stem: 'red', prefix: null },
      { stem: 'kettl', prefix: null },
    ]);
  });

  test('may be the beginning of a word even when it is a stop word, if it stands alone', () => {
    expect(parseSearchQuery('the').words).toEqual([{ stem: 'the', prefix: 'the' }]);
    expect(parseSearchQuery('cups for').words).toEqual([{ stem: 'cup', prefix: null }]);
  });

  test('counts each word once, and twelve at most', () => {
    expect(parseSearchQuery('red red red').words).toHaveLength(1);
    expect(parseSearchQuery(Array.from({ length: 30 }, (_, n) => `w${n}`).join(' ')).words).toHaveLength(12);
  });

  test('holds no words when it is signs alone', () => {
    expect(parseSearchQuery(' -- !? ').words).toEqual([]);
  });

  test('must match in more than half of its words when nothing has all, and in one of two', () => {
    expect([1, 2, 3, 4, 5, 6].map(mostOf)).toEqual([1, 1, 2, 3, 3, 4]);
  });
});
