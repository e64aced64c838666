import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { describeOnEngines, waitFor } from '@mosaico/testing';
import type { ShopEvent } from '../src/index.ts';
import { consumerOf } from './support/consumers.ts';
import { cancelled, createEvent, someTime, told } from './support/events.ts';
import { busEngines, type TestBus } from './support/transports.ts';

const deadlineMs = 60_000;

describeOnEngines('A transport', busEngines, (engine) => {
  let bus: TestBus;
  beforeEach(() => {
    bus = engine.open();
  });
  afterEach(() => bus.close());

  /** A group that writes down what it handles. */
  async function listen(group: string, handled: string[] = []) {
    const consumer = consumerOf(
      (event) => {
        handled.push(told(event));
        return Promise.resolve();
      },
      { group, deadLetters: bus.deadLetters },
    );
    return { handled, subscription: await bus.transport().subscribe(consumer) };
  }
  const handledCount = (handled: string[], count: number) =>
    waitFor(() => handled.length >= count, { deadlineMs, describe: `${count} handled events` });

  test('brings each event to every group, once', async () => {
    const [one, other] = [await listen('one'), await listen('other')];
    const events = Array.from({ length: 100 }, (_, index) => cancelled(String(index)));
    const { held } = await bus.transport().publish(events);
    expect(held).toEqual(new Set(events.map(({ id }) => id)));
    await Promise.all([handledCount(one.handled, 100), handledCount(other.handled, 100)]);
    const everything = events.map(told).sort();
    expect(one.handled.toSorted()).toEqual(everything);
    expect(other.handled.toSorted()).toEqual(everything);
  });

  test('keeps the order of each partition key, across publications', async () => {
    const { handled } = await listen('one');
    const transport = bus.transport();
    for (let round = 0; round < 20; round += 1) {
      await transport.publish(['a', 'b', 'c'].map((order) => cancelled(order, String(round).padStart(2, '0'))));
    }
    await handledCount(handled, 60);
    for (const order of ['a', 'b', 'c']) {
      const ofOrder = handled.filter((line) => line.startsWith(`${order} `));
      expect(ofOrder).toEqual(Array.from({ length: 20 }, (_, round) => `${order} ${String(round).padStart(2, '0')}`));
    }
  });

  test('shares the events of a group among its processes', async () => {
    const handled: string[] = [];
    await listen('one', handled);
    await listen('two');
    const transport = bus.transport();
    await transport.publish([cancelled('1')]);
    await handledCount(handled, 1);
    const events = Array.from({ length: 50 }, (_, index) => cancelled(`x${index}`));
    await transport.publish(events);
    await handledCount(handled, 51);
    expect(new Set(handled).size).toBe(51);
    expect(handled).toHaveLength(51);
  });

  test('does not deliver to a group what it does not handle', async () => {
    const { handled } = await listen('one');
    const paid = createEvent('order.paid', {
      aggregate: { kind: 'order', id: '1' },
      at: someTime,
      data: { orderId: '1', customerId: null, amount: '1.00', currency: 'GBP', paidAt: someTime.toISOString() },
    });
    await bus.transport().publish([paid, cancelled('1', 'second')]);
    await handledCount(handled, 1);
    expect(handled).toEqual(['1 second']);
  });

  test('stops nothing behind a poison event on other keys, and ends it as a dead letter', async () => {
    const handled: string[] = [];
    const consumer = consumerOf(
      (event) => {
        if (event.subject === 'poison' && event.data.reason === 'first') return Promise.reject(new Error('cannot be'));
        handled.push(told(event));
        return Promise.resolve();
      },
      { deadLetters: bus.deadLetters },
    );
    await bus.transport().subscribe(consumer);
    const poison = cancelled('poison');
    await bus.transport().publish([poison, cancelled('a'), cancelled('poison', 'second'), cancelled('b')]);
    await handledCount(handled, 3);
    expect(handled.toSorted()).toEqual(['a first', 'b first', 'poison second']);
    await waitFor(async () => (await bus.deadLetters.count()) === 1, { deadlineMs, describe: 'the dead letter' });
    expect(await bus.deadLetters.list({ limit: 10 })).toEqual([
      { event: poison, group: 'test', reason: 'cannot be', tries: 3, at: someTime },
    ]);
    await bus.deadLetters.remove([{ group: 'test', eventId: poison.id, at: someTime }]);
    expect(await bus.deadLetters.count()).toBe(0);
  });

  test('carries text of any script, and large events, unchanged', async () => {
    const received: ShopEvent[] = [];
    const consumer = consumerOf((event) => {
      received.push(event);
      return Promise.resolve();
    });
    await bus.transport().subscribe(consumer);
    const items = Array.from({ length: 1_001 }, (_, index) => ({ sku: `Ä-${index}-🎁`, quantity: index + 1 }));
    const event = createEvent('order.cancelled', {
      aggregate: { kind: 'order', id: 'größe 🎁 \u0000' },
      at: someTime,
      data: { orderId: '1', customerId: null, reason: '', cancelledAt: someTime.toISOString(), items },
    });
    await bus.transport().publish([event]);
    await waitFor(() => received.length === 1, { deadlineMs, describe: 'the event' });
    expect(received).toEqual([event]);
  });

  test('takes no further event for a subscription that was stopped', async () => {
    const { handled, subscription } = await listen('one');
    await bus.transport().publish([cancelled('1')]);
    await handledCount(handled, 1);
    await subscription.stop();
    const still = await listen('still');
    await bus.transport().publish([cancelled('2')]);
    await waitFor(() => still.handled.includes('2 first'), { deadlineMs, describe: 'the other group' });
    expect(handled).toEqual(['1 first']);
  });

  test('has no event that a consumer gave back, and none behind it of the same key', async () => {
    if (engine.store !== undefined) return; // It has what it has written.
    const stopping = new AbortController();
    const consumer = consumerOf(
      (event) => {
        if (event.subject === 'a') stopping.abort();
        return event.subject === 'a' ? Promise.reject(new Error('busy')) : Promise.resolve();
      },
      { signal: stopping.signal },
    );
    await bus.transport().subscribe(consumer);
    const [b, a1, a2] = [cancelled('b'), cancelled('a', '1'), cancelled('a', '2')];
    expect(await bus.transport().publish([b, a1, a2])).toEqual({ held: new Set([b.id]), epoch: 'in-process' });
  });
});
