import { afterEach, describe, expect, test } from '@jest/globals';
import { waitFor } from '@mosaico/testing/wait-for';
import { startRounds, type Rounds } from '../src/rounds.ts';

/** No test waits for it. */
const longMs = 3_600_000;

let rounds: Rounds | undefined;
afterEach(() => rounds?.stop());

/** Rounds that end when a test says so. */
function heldRounds(options: Partial<Parameters<typeof startRounds>[0]> = {}) {
  const begun: PromiseWithResolvers<undefined>[] = [];
  const failures: [unknown, number][] = [];
  const signals: AbortSignal[] = [];
  rounds = startRounds({
    round: async (signal) => {
      const held = Promise.withResolvers<undefined>();
      begun.push(held);
      signals.push(signal);
      await held.promise;
    },
    everyMs: longMs,
    failed: (error, count) => failures.push([error, count]),
    ...options,
  });
  return {
    rounds,
    failures,
    signals,
    count: () => begun.length,
    begins: (count: number) =>
      waitFor(() => begun.length === count, { deadlineMs: 60_000, describe: `the beginning of round ${count}` }),
    end: () => begun.at(-1)?.resolve(undefined),
    fail: (error: Error) => begun.at(-1)?.reject(error),
  };
}

/** Until all that can happen without time has happened. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('rounds', () => {
  test('begin at once, and again after each rest', async () => {
    const held = heldRounds({ everyMs: 1 });
    expect(held.count()).toBe(1);
    held.end();
    await held.begins(2);
    held.end();
    await held.begins(3);
    held.end();
  });

  test('begin after a first rest where one is given, or when they are woken', async () => {
    const held = heldRounds({ firstAfterMs: longMs });
    await settled();
    expect(held.count()).toBe(0);
    held.rounds.wake();
    await held.begins(1);
    held.end();
  });

  test('are begun by a wake without a rest; many wakes under a round are one more round, never beside it', async () => {
    const held = heldRounds();
    for (let turn = 0; turn < 3; turn += 1) held.rounds.wake();
    await settled();
    expect(held.count()).toBe(1);
    held.end();
    await held.begins(2);
    held.end();
    await settled();
    expect(held.count()).toBe(2);
    held.rounds.wake();
    await held.begins(3);
    held.end();
  });

  test('rest after a failure for as long as its number says, whoever wakes them', async () => {
    const asked: number[] = [];
    const restMs = (failures: number) => {
      asked.push(failures);
      return failures < 3 ? 1 : longMs;
    };
    const held = heldRounds({ restMs });
    const [first, second, third] = [new Error('first'), new Error('second'), new Error('third')];
    held.fail(first);
    await held.begins(2);
    held.fail(second);
    await held.begins(3);
    held.rounds.wake();
    held.fail(third);
    await settled();
    held.rounds.wake();
    await settled();
    expect(held.count()).toBe(3);
    expect(asked).toEqual([1, 2, 3]);
    expect(held.failures).toEqual([
      [first, 1],
      [second, 2],
      [third, 3],
    ]);
  });

  test('count failures from the last round that went well', async () => {
    const held = heldRounds({ everyMs: 1 });
    held.fail(new Error('one'));
    await held.begins(2);
    held.end();
    await held.begins(3);
    held.fail(new Error('another'));
    await held.begins(4);
    expect(held.failures.map(([, count]) => count)).toEqual([1, 1]);
    held.end();
  });

  test('stop when the one under way has ended, which its signal tells, and begin none after', async () => {
    const held = heldRounds();
    held.rounds.wake();
    let hasStopped = false;
    const stopping = held.rounds.stop().then(() => (hasStopped = true));
    await settled();
    expect(hasStopped).toBe(false);
    expect(held.signals.map(({ aborted }) => aborted)).toEqual([true]);
    held.end();
    await stopping;
    held.rounds.wake();
    await settled();
    expect(held.count()).toBe(1);
  });

  test('stop in the middle of a rest', async () => {
    const held = heldRounds();
    held.end();
    await settled();
    await held.rounds.stop();
    await held.rounds.stop();
    expect(held.count()).toBe(1);
  });
});
