import { expect, test } from '@jest/globals';
import { createKeyedQueue } from '../src/keyed-queue.ts';

/** Work that a test ends. */
function heldWork() {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const work = (name: string) => () => {
    begun.push(name);
    const { promise, resolve } = Promise.withResolvers<undefined>();
    ends.set(name, () => resolve(undefined));
    return promise;
  };
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return {
    begun,
    work,
    settled,
    end: async (name: string) => {
      ends.get(name)?.();
      await settled();
    },
  };
}

test('work of one key runs in order, of different keys at once, never more than the width', async () => {
  const queue = createKeyedQueue({ width: 2 });
  const { begun, work, settled, end } = heldWork();
  for (const name of ['a1', 'a2', 'b1', 'c1']) void queue.run(name.slice(0, 1), work(name));
  await settled();
  expect(begun).toEqual(['a1', 'b1']);
  await end('b1');
  expect(begun).toEqual(['a1', 'b1', 'c1']);
  await end('a1');
  expect(begun).toEqual(['a1', 'b1', 'c1', 'a2']);
  expect(queue.size).toBe(2);
  await end('a2');
  await end('c1');
  expect(queue.size).toBe(0);
});

test('work that fails rejects for whoever gave it, and what is behind it runs', async () => {
  const queue = createKeyedQueue({ width: 1 });
  const failing = queue.run('a', () => Promise.reject(new Error('no')));
  const next = queue.run('a', () => Promise.resolve('yes'));
  await expect(failing).rejects.toThrow('no');
  await expect(next).resolves.toBe('yes');
});
