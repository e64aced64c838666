import { expect, test } from '@jest/globals';
import type { TestShop } from './engines.ts';
import { numbers, times } from './records.ts';

const at = new Date('2026-03-04T05:06:07.089Z');
const after = (seconds: number): Date => new Date(at.getTime() + seconds * 1_000);
const windowMs = 60_000;

/** What a count of attempts has to do, on every engine. */
export function attemptStoreContract(shop: () => TestShop): void {
  const attempts = () => shop().stores.attempts;
  const count = async (keys: string[], when = at) => {
    const counted = await attempts().count(keys, { at: when, windowMs });
    return Object.fromEntries(counted.map(({ key, count: number }) => [key, number]));
  };

  test('each key is counted for itself, in windows that begin with the first attempt', async () => {
    expect(await attempts().count(['b', 'a'], { at, windowMs })).toEqual(
      expect.arrayContaining([
        { key: 'a', count: 1, windowEndsAt: after(60) },
        { key: 'b', count: 1, windowEndsAt: after(60) },
      ]),
    );
    expect(await count(['a', 'c'], after(59))).toEqual({ a: 2, c: 1 });
    expect(await attempts().count(['a'], { at: after(60), windowMs })).toEqual([
      { key: 'a', count: 1, windowEndsAt: after(120) },
    ]);
    expect(await count(['a'], after(61))).toEqual({ a: 2 });
  });

  test('of fifty at once no two get the same count', async () => {
    const counts = await Promise.all(numbers(50).map(() => count(['account', 'address'])));
    expect(counts.map(({ account }) => Number(account)).sort((a, b) => a - b)).toEqual(numbers(50));
    expect(counts.map(({ address }) => Number(address)).sort((a, b) => a - b)).toEqual(numbers(50));
  });

  test('what succeeded is taken back: all that its account failed before, and itself from its address', async () => {
    await times(3, () => count(['account', 'address']));
    await attempts().forgive({ clear: ['account'], one: ['address'] });
    expect(await count(['account', 'address'])).toEqual({ account: 1, address: 3 });
    await attempts().forgive({ clear: [], one: ['never counted'] });
  });

  test('many who log in to one account at once all get in, again and again', async () => {
    const logIn = async (): Promise<void> => {
      await count(['account', 'address']);
      await attempts().forgive({ clear: ['account'], one: ['address'] });
    };
    await Promise.all(numbers(8).map(async () => times(50, logIn)));
    expect(await count(['account', 'address'])).toEqual({ account: 1, address: 1 });
  });

  test('what is over is dropped as more comes in, so that the table stays small', async () => {
    for (const number of numbers(25)) await count([`old-${number}`]);
    for (const number of numbers(5)) await count([`new-${number}`], after(100));
    const keys = await shop().database.knex('login_attempts').pluck<string[]>('attempt_key');
    expect(keys.sort()).toEqual(numbers(5).map((number) => `new-${number}`));
  });
}
