import { expect, test } from '@jest/globals';
import { createBoundedCache } from '../src/cache/bounded-cache.ts';

test('a bounded cache forgets what was used least recently', () => {
  const cache = createBoundedCache<string>(10);
  cache.set('a', 'A', 4);
  cache.set('b', 'B', 4);
  expect(cache.get('a')).toBe('A');
  cache.set('c', 'C', 4);
  expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual(['A', undefined, 'C']);
  expect([cache.weight, cache.size]).toEqual([8, 2]);
});

test('a bounded cache does not keep what alone is too heavy, and forgets what had that key', () => {
  const cache = createBoundedCache<string>(10);
  cache.set('a', 'A', 4);
  cache.set('a', 'heavy', 11);
  expect(cache.get('a')).toBeUndefined();
  expect(cache.weight).toBe(0);
  cache.set('a', 'A', 10);
  cache.set('a', 'light', 1);
  expect([cache.get('a'), cache.weight]).toEqual(['light', 1]);
  cache.clear();
  expect([cache.size, cache.weight]).toEqual([0, 0]);
});
