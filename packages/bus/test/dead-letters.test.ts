import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { describeOnEngines, type Engine } from '@mosaico/testing';
import {
  createFileDeadLetters,
  createMemoryDeadLetters,
  idOf,
  type DeadLetter,
  type DeadLetters,
} from '../src/index.ts';
import { cancelled, someTime } from './support/events.ts';
import { openRedisBus } from './support/transports.ts';

interface LettersEngine extends Engine {
  open(): { letters: DeadLetters; close: () => Promise<void> };
}

const engines: LettersEngine[] = [
  { name: 'memory', open: () => ({ letters: createMemoryDeadLetters(), close: () => Promise.resolve() }) },
  {
    name: 'files',
    open() {
      const folder = mkdtempSync(join(tmpdir(), 'mosaico-dead-'));
      return {
        letters: createFileDeadLetters({ folder: join(folder, 'made when needed') }),
        close() {
          rmSync(folder, { recursive: true });
          return Promise.resolve();
        },
      };
    },
  },
  {
    name: 'Redis',
    store: 'redis',
    open() {
      const bus = openRedisBus();
      return { letters: bus.deadLetters, close: () => bus.close() };
    },
  },
];

function letter(subject: string, { minute = 0, group = 'cart', reason = 'no' } = {}): DeadLetter {
  const event = cancelled(subject);
  return { event, group, reason, tries: 5, at: new Date(someTime.getTime() + minute * 60_000) };
}

describeOnEngines<LettersEngine>('dead letters', engines, (engine) => {
  let letters: DeadLetters;
  let close: () => Promise<void>;
  beforeEach(() => {
    ({ letters, close } = engine.open());
  });
  afterEach(() => close());

  test('are none in the beginning', async () => {
    expect(await letters.count()).toBe(0);
    expect(await letters.list({ limit: 10 })).toEqual([]);
    await letters.remove([idOf(letter('1'))]);
  });

  test('are listed as they were kept, the oldest first, no more than wanted', async () => {
    const [late, early, other] = [letter('größe 🎁', { minute: 2 }), letter('2'), letter('3', { minute: 1 })];
    for (const each of [late, early, other]) await letters.add(each);
    expect(await letters.count()).toBe(3);
    expect(await letters.list({ limit: 10 })).toEqual([early, other, late]);
    expect(await letters.list({ limit: 2 })).toEqual([early, other]);
  });

  test('are one for each group, and the last one of an event that fails again', async () => {
    const first = letter('1');
    const again = { ...first, reason: 'still no', at: new Date(someTime.getTime() + 1) };
    const ofOther = { ...first, group: 'events', at: new Date(someTime.getTime() + 2) };
    for (const each of [first, ofOther, again]) await letters.add(each);
    expect(await letters.list({ limit: 10 })).toEqual([again, ofOther]);
  });

  test('stay when they were kept anew since they were read', async () => {
    const first = letter('1');
    await letters.add(first);
    const again = { ...first, at: new Date(someTime.getTime() + 1) };
    await letters.add(again);
    await letters.remove([idOf(first)]);
    expect(await letters.list({ limit: 10 })).toEqual([again]);
    await letters.remove([idOf(again)]);
    expect(await letters.count()).toBe(0);
  });
});

test('Dead letters in files can be asked to be delivered again, until they fail once more', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mosaico-dead-'));
  const [one, other] = [letter('1'), letter('2')];
  const letters = createFileDeadLetters({ folder });
  await letters.add(one);
  await letters.add(other);

  // Another process: the person's.
  expect(await createFileDeadLetters({ folder }).requestReplay([idOf(one), idOf(letter('not there'))])).toBe(1);
  expect(await letters.requested()).toEqual([one]);
  expect(await letters.count()).toBe(2);

  const again = { ...one, at: new Date(someTime.getTime() + 1) };
  await letters.add(again);
  expect(await letters.requested()).toEqual([]);
  expect(await letters.list({ limit: 10 })).toEqual([other, again]);
  await letters.remove([idOf(again), idOf(other)]);
  expect(readdirSync(folder)).toEqual([]);
  rmSync(folder, { recursive: true });
});
