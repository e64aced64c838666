import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { describeOnEngines, waitFor } from '@mosaico/testing';
import type { CacheTier } from '../src/tiers/cache-tier.ts';
import { patientMs, tierEngines, tokenOf, type TierEngine } from './support/tier-engines.ts';

const ttlMs = 60_000;
const own = tokenOf('own');
const other = tokenOf('other');

describeOnEngines<TierEngine>('a cache tier', tierEngines, (engine) => {
  let tier: CacheTier;
  let tick: () => void;
  beforeEach(async () => {
    ({ tier, tick } = await engine.open());
  });
  afterEach(() => tier.close());

  const claim = (keys: readonly string[], token = own) => tier.claim(keys, { token, ttlMs });
  const put = async (key: string, value: string, token = own) =>
    (await tier.put([{ key, token, value, ttlMs }])).every(Boolean);

  test('knows nothing in the beginning, and nothing of no keys', async () => {
    expect(await tier.read(['a', 'b'])).toEqual([null, null]);
    expect(await tier.read([])).toEqual([]);
    expect(await claim([])).toEqual([]);
    expect(await tier.put([])).toEqual([]);
    await tier.release([]);
    await tier.remove([]);
  });

  test('gives a slot to the first who claims it, and tells the others whose it is', async () => {
    expect(await claim(['a', 'b'])).toEqual([
      { token: own, value: null },
      { token: own, value: null },
    ]);
    expect(await claim(['b', 'c'], other)).toEqual([
      { token: own, value: null },
      { token: other, value: null },
    ]);
    expect(await tier.read(['a'])).toEqual([null]);
  });

  test('keeps a value that comes with the token of its slot, and shows it to readers and claimers', async () => {
    await claim(['a']);
    expect(await put('a', 'first')).toBe(true);
    expect(await tier.read(['a', 'b'])).toEqual(['first', null]);
    expect(await claim(['a'], other)).toEqual([{ token: own, value: 'first' }]);
    expect(await put('a', 'second')).toBe(true);
    expect(await tier.read(['a'])).toEqual(['second']);
  });

  test('refuses a value whose slot is empty or holds another token', async () => {
    expect(await put('a', 'nobody claimed it')).toBe(false);
    await claim(['a'], other);
    expect(await put('a', 'another claimed it')).toBe(false);
    await put('a', 'right', other);
    expect(await put('a', 'another has put it')).toBe(false);
    expect(await tier.read(['a'])).toEqual(['right']);
  });

  test('tells for each value of a batch whether it was stored', async () => {
    await claim(['a', 'c']);
    const entries = ['a', 'b', 'c'].map((key) => ({ key, token: own, value: key, ttlMs }));
    expect(await tier.put(entries)).toEqual([true, false, true]);
  });

  test('forgets everything when it is emptied, and takes nothing that was asked before', async () => {
    const keys = Array.from({ length: 1_500 }, (_, index) => `key *?[${index}]`);
    await claim([...keys, 'claimed']);
    await tier.put(keys.map((key) => ({ key, token: own, value: 'v', ttlMs })));
    await tier.clear();
    expect(await tier.read(keys)).toEqual(keys.map(() => null));
    expect(await put('claimed', 'too late')).toBe(false);
    expect(await claim(['claimed'], other)).toEqual([{ token: other, value: null }]);
  });

  test('forgets value and token when a slot is removed, so that what was asked before cannot be stored after', async () => {
    await claim(['a', 'b']);
    await put('a', 'old');
    await tier.remove(['a', 'b', 'never there']);
    expect(await tier.read(['a'])).toEqual([null]);
    expect(await put('a', 'old')).toBe(false);
    await claim(['a', 'b'], other);
    expect(await put('a', 'old')).toBe(false);
    expect(await put('b', 'old')).toBe(false);
    expect(await put('a', 'new', other)).toBe(true);
  });

  test('gives back a claim of the same token only, and never a value', async () => {
    await claim(['a', 'b', 'c']);
    await put('b', 'kept');
    await tier.release([
      { key: 'a', token: own },
      { key: 'b', token: own },
      { key: 'c', token: other },
      { key: 'd', token: own },
    ]);
    expect(await claim(['a', 'b', 'c', 'd'], other)).toEqual([
      { token: other, value: null },
      { token: own, value: 'kept' },
      { token: own, value: null },
      { token: other, value: null },
    ]);
  });

  test.each([
    ['empty', ''],
    ['of one letter', 'é'],
    ['an emoji of several code points', '👩🏽‍🚒 🏳️‍🌈'],
    ['what a slot itself is made of', `${own}=${own}?`],
    ['control characters and line ends', '\0\r\n$5\r\n\u{7f}'],
    ['long', 'ж'.repeat(5_000)],
  ])('keeps a key and a value that are %s', async (_what, text) => {
    await claim([text]);
    await put(text, text);
    expect(await tier.read([text, `${text}x`])).toEqual([text, null]);
  });

  test('keeps a value of a mebibyte', async () => {
    const value = 'x'.repeat(2 ** 20);
    await claim(['a']);
    expect(await put('a', value)).toBe(true);
    expect((await tier.read(['a']))[0]).toBe(value);
  });

  test.each([101, 1_001])('takes %d keys at once, and answers in their order', async (count) => {
    const keys = Array.from({ length: count }, (_, index) => `key-${index}`);
    const odd = keys.filter((_, index) => index % 2 === 1);
    await claim(odd, other);
    const slots = await claim(keys);
    expect(slots).toEqual(keys.map((_, index) => ({ token: index % 2 === 1 ? other : own, value: null })));
    const stored = await tier.put(keys.map((key) => ({ key, token: own, value: `value of ${key}`, ttlMs })));
    expect(stored).toEqual(keys.map((_, index) => index % 2 === 0));
    const values = keys.map((key, index) => (index % 2 === 0 ? `value of ${key}` : null));
    expect(await tier.read(keys)).toEqual(values);
    await tier.release(keys.map((key) => ({ key, token: other })));
    expect(await tier.put(odd.map((key) => ({ key, token: other, value: '', ttlMs })))).toEqual(odd.map(() => false));
    await tier.remove(keys);
    expect(await tier.read(keys)).toEqual(keys.map(() => null));
  });

  test('takes a key twice in one batch', async () => {
    expect(await claim(['a', 'a'])).toEqual([
      { token: own, value: null },
      { token: own, value: null },
    ]);
    await put('a', 'once');
    expect(await tier.read(['a', 'a'])).toEqual(['once', 'once']);
  });

  test('forgets a claim and a value when their time is over', async () => {
    await tier.claim(['claimed'], { token: own, ttlMs: 50 });
    await claim(['stored', 'kept']);
    await tier.put([{ key: 'stored', token: own, value: 'for a moment', ttlMs: 50 }]);
    await tier.put([{ key: 'kept', token: own, value: 'for longer', ttlMs }]);
    const isForgotten = async () => {
      tick();
      return (await tier.read(['stored']))[0] === null;
    };
    await waitFor(isForgotten, { deadlineMs: patientMs, describe: 'the value to expire' });
    expect(await put('stored', 'too late')).toBe(false);
    const isClaimable = async () => {
      tick();
      return (await claim(['claimed'], other))[0]?.token === other;
    };
    await waitFor(isClaimable, { deadlineMs: patientMs, describe: 'the claim to expire' });
    expect(await tier.read(['kept'])).toEqual(['for longer']);
  });

  test('lets one of fifty concurrent claimers have a slot, and nobody store past a removal', async () => {
    const tokens = Array.from({ length: 50 }, (_, index) => tokenOf(`claimer-${index}`));
    const claims = await Promise.all(tokens.map((token) => claim(['a'], token)));
    const holders = new Set(claims.map(([slot]) => slot?.token));
    expect(holders.size).toBe(1);
    const [holder = ''] = holders;
    const stored = await Promise.all(tokens.map((token) => put('a', `by ${token}`, token)));
    expect(stored.filter(Boolean)).toEqual([true]);
    const [, ...late] = await Promise.all([
      tier.remove(['a']),
      ...tokens.map(() => put('a', 'after the removal', holder)),
    ]);
    expect(late).toEqual(tokens.map(() => false));
    expect(await tier.read(['a'])).toEqual([null]);
  });
});
