import { expect, test } from '@jest/globals';
import { createKillPoints } from '../src/kill-points.ts';

test('a process ends the nth time that it comes to the point it was told of, and at no other', () => {
  const ends: string[] = [];
  const points = createKillPoints<'before' | 'after'>(() => ends.push('ended'));
  points.reach('before');
  points.arm('before', 2);
  points.reach('after');
  points.reach('before');
  points.reach('after');
  expect(ends).toEqual([]);
  points.reach('before');
  expect(ends).toEqual(['ended']);
  points.reach('before');
  expect(ends).toEqual(['ended']);
});
