import { describe, expect, test } from '@jest/globals';
import { createMetrics, createSilentLogger, storeUnavailable } from '@mosaico/service';
import { createConsumer, createMemoryDeadLetters, unprocessable } from '../src/index.ts';
import { consumerOf } from './support/consumers.ts';
import { cancelled, someTime } from './support/events.ts';

describe('a consumer', () => {
  test('tries an event again after a rest that doubles, with jitter, until it is handled', async () => {
    const rests: number[] = [];
    const outcomes = [new Error('busy'), new Error('busy'), null];
    const metrics = createMetrics();
    const deadLetters = createMemoryDeadLetters();
    const consumer = createConsumer({
      group: 'analytics',
      handlers: {
        'order.cancelled': () => {
          const outcome = outcomes.shift();
          return outcome ? Promise.reject(outcome) : Promise.resolve();
        },
      },
      deadLetters,
      retries: { tries: 5, firstRestMs: 100, longestRestMs: 10_000 },
      pause: (ms) => Promise.resolve(rests.push(ms)),
      random: () => 0.5,
      now: () => new Date(someTime.getTime() + 2_000),
      signal: new AbortController().signal,
      logger: createSilentLogger(),
      metrics,
    });
    await consumer.deliver(cancelled('1'));
    expect(rests).toEqual([50, 100]);
    expect(await deadLetters.count()).toBe(0);
    const text = await metrics.text();
    expect(text).toContain(
      'mosaico_events_consumed_total{group="analytics",type="order.cancelled",outcome="failed"} 2',
    );
    expect(text).toContain(
      'mosaico_events_consumed_total{group="analytics",type="order.cancelled",outcome="handled"} 1',
    );
    expect(text).toContain('mosaico_event_lag_seconds_sum{group="analytics"} 2');
  });

  test('makes a dead letter, with the last reason, of an event that fails each try', async () => {
    const deadLetters = createMemoryDeadLetters();
    let tries = 0;
    const consumer = consumerOf(() => Promise.reject(new Error(`no ${++tries}`)), { deadLetters });
    const event = cancelled('1');
    await consumer.deliver(event);
    expect(await deadLetters.list({ limit: 10 })).toEqual([
      { event, group: 'test', reason: 'no 3', tries: 3, at: someTime },
    ]);
  });

  test.each([
    ['its store', storeUnavailable('analytics', new Error('ECONNREFUSED')), 'The analytics store does not answer.'],
    [
      'a cache that is to forget',
      Object.assign(new Error('It was not told.'), { code: 'CACHE_INVALIDATION_UNCONFIRMED' }),
      'It was not told.',
    ],
  ])(
    'makes no dead letter of an event when %s does not answer: it is to be delivered again',
    async (_, error, message) => {
      const deadLetters = createMemoryDeadLetters();
      let tries = 0;
      const consumer = consumerOf(
        () => {
          tries += 1;
          return Promise.reject(error);
        },
        { deadLetters },
      );
      await expect(consumer.deliver(cancelled('1'))).rejects.toMatchObject({ message });
      expect(tries).toBe(3);
      expect(await deadLetters.count()).toBe(0);
    },
  );

  test('does not try again what can never be handled', async () => {
    const deadLetters = createMemoryDeadLetters();
    const consumer = consumerOf(() => Promise.reject(unprocessable('there is no such order')), { deadLetters });
    await consumer.deliver(cancelled('1'));
    expect(await deadLetters.list({ limit: 10 })).toMatchObject([{ reason: 'there is no such order', tries: 1 }]);
  });

  test('makes a dead letter, without a try, of an event that has ended ten processes', async () => {
    const deadLetters = createMemoryDeadLetters();
    let tries = 0;
    const consumer = consumerOf(
      () => {
        tries += 1;
        return Promise.resolve();
      },
      { deadLetters },
    );
    await consumer.deliver(cancelled('1'), { deliveries: 9 });
    await consumer.deliver(cancelled('2'), { deliveries: 10 });
    expect(tries).toBe(1);
    expect(await deadLetters.list({ limit: 10 })).toMatchObject([{ event: { subject: '2' }, tries: 10 }]);
  });

  test('gives an event back when it stops between two tries', async () => {
    const stopping = new AbortController();
    const consumer = consumerOf(
      () => {
        stopping.abort();
        return Promise.reject(new Error('busy'));
      },
      { signal: stopping.signal },
    );
    await expect(consumer.deliver(cancelled('1'))).rejects.toMatchObject({ code: 'STOPPED' });
  });

  test('is not done with an event that could not be made a dead letter', async () => {
    const deadLetters = { ...createMemoryDeadLetters(), add: () => Promise.reject(new Error('full')) };
    const consumer = consumerOf(() => Promise.reject(new Error('no')), { deadLetters });
    await expect(consumer.deliver(cancelled('1'))).rejects.toThrow('full');
  });
});
