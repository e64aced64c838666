import { describe, expect, test } from '@jest/globals';
import { encodeCursor, pageRequest, toConnection } from '../src/index.ts';

const isNumber = (value: unknown): value is number => typeof value === 'number';
const options = { defaultFirst: 10, isKey: isNumber };

describe('a connection', () => {
  test('asks for one row more than the page holds, and tells by it whether there are more', () => {
    const page = toConnection([1, 2, 3], { limit: 2, keyOf: (row) => row });
    expect(page.edges.map((edge) => edge.node)).toEqual([1, 2]);
    expect(page.pageInfo).toEqual({ hasNextPage: true, endCursor: page.edges[1]?.cursor });
    expect(toConnection([1, 2], { limit: 2, keyOf: (row) => row }).pageInfo.hasNextPage).toBe(false);
  });

  test('without rows has no end cursor', () => {
    expect(toConnection([], { limit: 2, keyOf: String }).pageInfo).toEqual({ hasNextPage: false, endCursor: null });
  });

  test('continues after the cursor of the last row seen', () => {
    expect(pageRequest({ first: 5, after: encodeCursor(7) }, options)).toEqual({ limit: 5, after: 7 });
    expect(pageRequest({}, options)).toEqual({ limit: 10, after: null });
  });

  test.each([0, -1, 101])('refuses first: %d', (first) => {
    expect(() => pageRequest({ first }, options)).toThrow(`first must be from 1 to 100; got ${first}.`);
  });

  test.each(['', 'garbage', encodeCursor('a string'), encodeCursor({}), 'x'.repeat(10_000)])(
    'refuses a cursor that it did not give out (%#)',
    (after) => {
      expect(() => pageRequest({ after }, options)).toThrow(
        /^after must be a cursor that this field gave out; got ".{0,60}\.$/,
      );
    },
  );
});
