import { describe, expect, test } from '@jest/globals';
import { createInvalidationHub, createMemoryTier, type InvalidationChannel } from '../src/index.ts';
import { createHearingTier } from '../src/tiers/hearing-tier.ts';
import { tokenOf } from './support/tier-engines.ts';

const token = tokenOf('token');
const ttlMs = 1_000;

function aTier(options: { maxBytes?: number; maxEntries?: number } = {}) {
  const tier = createMemoryTier({ name: 'l1', maxBytes: 10_000, maxEntries: 100, now: () => 0, ...options });
  const keep = async (key: string, value: string) => {
    await tier.claim([key], { token, ttlMs });
    return (await tier.put([{ key, token, value, ttlMs }]))[0];
  };
  return { tier, keep };
}

describe('a map that is full', () => {
  test('forgets what was not used for the longest time, by the number of entries', async () => {
    const { tier, keep } = aTier({ maxEntries: 2 });
    await keep('a', '1');
    await keep('b', '2');
    await tier.read(['a']);
    await keep('c', '3');
    expect(await tier.read(['a', 'b', 'c'])).toEqual(['1', null, '3']);
    expect(tier.size().entries).toBe(2);
  });

  test('and by their bytes in UTF-8, of which it keeps an exact account', async () => {
    const { tier, keep } = aTier({ maxBytes: 700 });
    await keep('a', '€'.repeat(50));
    expect(tier.size()).toEqual({ entries: 1, bytes: 160 + 1 + 12 + 150 });
    await keep('b', 'x');
    await keep('a', 'x');
    expect(tier.size()).toEqual({ entries: 2, bytes: 2 * (160 + 1 + 12 + 1) });
    await keep('c', 'x'.repeat(500));
    expect(await tier.read(['a', 'b', 'c'])).toEqual([null, null, 'x'.repeat(500)]);
    await tier.remove(['c']);
    expect(tier.size()).toEqual({ entries: 0, bytes: 0 });
  });

  test('does not keep what is larger than itself', async () => {
    const { tier, keep } = aTier({ maxBytes: 500 });
    expect(await keep('a', 'x'.repeat(500))).toBe(false);
    expect(tier.size()).toEqual({ entries: 0, bytes: 0 });
  });

  test('refuses the value whose claim it has forgotten', async () => {
    const { tier, keep } = aTier({ maxEntries: 1 });
    await tier.claim(['a'], { token, ttlMs });
    await keep('b', 'x');
    expect(await tier.put([{ key: 'a', token, value: 'x', ttlMs }])).toEqual([false]);
  });
});

test('a map whose process does not hear what others invalidate refuses every question, and is empty when it hears again', async () => {
  const { tier, keep } = aTier();
  let becomeDeaf = (): void => undefined;
  let isHearing = true;
  const channel: InvalidationChannel = {
    ...createInvalidationHub().open(),
    get isHearing() {
      return isHearing;
    },
    onDeaf: (listener) => void (becomeDeaf = listener),
  };
  const hearing = createHearingTier(tier, channel);
  await keep('a', '1');
  expect(await hearing.read(['a'])).toEqual(['1']);
  isHearing = false;
  becomeDeaf();
  const refusal = 'l1 is in memory, and its process does not hear what others invalidate.';
  await expect(hearing.read(['a'])).rejects.toThrow(refusal);
  await expect(hearing.claim(['a'], { token, ttlMs })).rejects.toThrow(refusal);
  await expect(hearing.put([{ key: 'a', token, value: '2', ttlMs }])).rejects.toThrow(refusal);
  await hearing.remove(['a']);
  isHearing = true;
  expect(await hearing.put([{ key: 'a', token, value: '2', ttlMs }])).toEqual([false]);
  expect(await hearing.read(['a'])).toEqual([null]);
});
