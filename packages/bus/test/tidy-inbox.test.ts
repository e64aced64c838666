import { describe, expect, test } from '@jest/globals';
import { createSilentLogger } from '@mosaico/service';
import { waitFor } from '@mosaico/testing';
import { createMemoryDeadLetters, type DeadLetters } from '../src/index.ts';
import { tidyInbox } from '../src/tidy-inbox.ts';
import { cancelled, someTime } from './support/events.ts';

const hourMs = 3_600_000;
const deadlineMs = 60_000;
const hoursAfter = (hours: number) => new Date(someTime.getTime() + hours * hourMs);

/** Tidies from time to time, until it has done so `times` times. @returns what was forgotten: everything handled before then */
async function tidied(
  times: number,
  options: { deadLetters?: DeadLetters; failing?: number } = {},
): Promise<{ forgotten: Date[]; calls: number }> {
  const { deadLetters = createMemoryDeadLetters(), failing = 0 } = options;
  const forgotten: Date[] = [];
  let calls = 0;
  const stop = tidyInbox({
    inbox: {
      forget(before) {
        calls += 1;
        if (calls <= failing) return Promise.reject(new Error('The store is away.'));
        forgotten.push(before);
        return Promise.resolve(1);
      },
    },
    deadLetters,
    everyMs: 1,
    keepMs: 48 * hourMs,
    now: () => hoursAfter(100),
    logger: createSilentLogger(),
  });
  await waitFor(() => calls >= times, { deadlineMs, describe: `${times} times` });
  await stop();
  return { forgotten, calls };
}

describe('An inbox that is tidied', () => {
  test('forgets again and again what was handled longer ago than it has to be known', async () => {
    const { forgotten } = await tidied(3);
    expect(forgotten.slice(0, 3)).toEqual([hoursAfter(52), hoursAfter(52), hoursAfter(52)]);
  });

  test('keeps what was handled since the oldest event that is a dead letter, which may be delivered again', async () => {
    const deadLetters = createMemoryDeadLetters();
    const letter = { group: 'other', reason: 'no', tries: 5 };
    await deadLetters.add({
      ...letter,
      event: { ...cancelled('1'), time: hoursAfter(60).toISOString() },
      at: someTime,
    });
    await deadLetters.add({ ...letter, event: cancelled('2'), at: hoursAfter(90) });
    const { forgotten } = await tidied(1, { deadLetters });
    expect(forgotten[0]).toEqual(someTime);
  });

  test('goes on after a store was away, and does nothing more once it is stopped', async () => {
    const { forgotten, calls } = await tidied(3, { failing: 2 });
    expect(forgotten).toHaveLength(calls - 2);
  });
});
