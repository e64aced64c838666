import { beforeEach, describe, expect, test } from '@jest/globals';
import type { OutboxSource, Publish } from '@mosaico/bus';
import { concurrently } from '../src/store/dynamo/concurrently.ts';
import type { CartStores } from '../src/store/open-stores.ts';
import { hourMs, type TestClock } from './support/engines.ts';
import { createTestBus, told } from './support/outbox.ts';

/**
 * What the outbox of carts and sessions promises.
 * @param open the stores of one process more, over the same tables
 */
export function testOutbox(openShop: () => Promise<{ open: () => Promise<CartStores>; clock: TestClock }>): void {
  let clock: TestClock;
  let open: () => Promise<CartStores>;
  let stores: CartStores;
  let bus: ReturnType<typeof createTestBus>;
  beforeEach(async () => {
    ({ open, clock } = await openShop());
    stores = await open();
    bus = createTestBus();
  });

  const add = (sku: string, quantity = 1, { customerId = '1', from = stores } = {}) =>
    from.carts.add({
      ...{ customerId, sku, productId: `product-of-${sku}`, quantity, at: clock.now() },
      ...{ additionId: `addition-${++additions}`, maxUnits: 999, maxLines: 100 },
    });
  const relayAll = (outbox: OutboxSource = stores.outbox) => relayUntilNone(outbox, bus.publish);

  test('tells a cart as it is after each change, however it was changed', async () => {
    const changes: (() => Promise<unknown>)[] = [
      () => add('A', 2),
      () => add('A', 3),
      () => add('B'),
      () => stores.carts.setQuantity({ customerId: '1', sku: 'A', quantity: 7, at: clock.now() }),
      () => stores.carts.remove({ customerId: '1', sku: 'B' }),
      () => add('B', 4),
      () =>
        stores.carts.takeOrdered({
          ...{ customerId: '1', eventId: 'e', orderedAt: clock.now(), at: clock.now() },
          lines: [
            { sku: 'A', quantity: 5 },
            { sku: 'B', quantity: 4 },
          ],
        }),
      () => stores.carts.clear('1'),
    ];
    const heard: string[][] = [];
    for (const change of changes) {
      await change();
      await relayAll();
      heard.push(bus.take());
      clock.advance(1);
    }
    expect(heard).toEqual([
      ['1: A×2'],
      ['1: A×5'],
      ['1: A×5, B×1'],
      ['1: A×7, B×1'],
      ['1: A×7'],
      ['1: A×7, B×4'],
      ['1: A×2'],
      ['1: '],
    ]);
  });

  test('tells who, what and when in a whole event', async () => {
    await add('A', 2);
    clock.advance(5);
    await add('B', 1);
    await stores.sessions.start({ id: 's', customerId: '1', userAgent: null, startedAt: clock.now() });
    await relayAll();
    const ofAll = { specversion: '1.0', source: '/cart', datacontenttype: 'application/json' };
    const at = '2026-03-01T09:30:00.005Z';
    expect(bus.published.map(({ id, ...event }) => ({ ...event, hasId: id.length > 0 }))).toEqual([
      {
        ...{ ...ofAll, hasId: true, type: 'cart.updated', subject: '1', time: at, partitionkey: 'cart:1' },
        dataschema: 'urn:mosaico:event:cart.updated',
        data: {
          ...{ cartId: '1', customerId: '1', updatedAt: at },
          items: [
            { sku: 'A', quantity: 2 },
            { sku: 'B', quantity: 1 },
          ],
        },
      },
      {
        ...{ ...ofAll, hasId: true, type: 'session.started', subject: 's', time: at, partitionkey: 'session:s' },
        dataschema: 'urn:mosaico:event:session.started',
        data: { customerId: '1', sessionId: 's', startedAt: at },
      },
    ]);
  });

  test('tells nothing of what changed nothing, and of what was brought in', async () => {
    const at = clock.now();
    await stores.carts.putMissing([
      { customerId: '1', sku: 'A', productId: 'p', quantity: 1, addedAt: at, updatedAt: at },
    ]);
    await stores.sessions.putMissing([{ id: 's', customerId: '1', userAgent: null, startedAt: at }]);
    await stores.carts.remove({ customerId: '1', sku: 'NONE' });
    await stores.carts.clear('2');
    const lines = [{ sku: 'NONE', quantity: 1 }];
    await stores.carts.takeOrdered({ customerId: '1', eventId: 'e', orderedAt: at, at, lines });
    expect(await relayAll()).toEqual({ taken: 0, sent: 0 });
    expect(await stores.outbox.backlog()).toEqual({ events: 0, oldest: null });
    expect(bus.published).toEqual([]);
  });

  test('keeps nothing of a line that was taken out, once that is told, and says how much waits until then', async () => {
    await add('A');
    const first = clock.now();
    clock.advance(10);
    await add('B', 1, { customerId: '2' });
    await stores.carts.remove({ customerId: '1', sku: 'A' });
    await stores.sessions.start({ id: 's', customerId: '1', userAgent: null, startedAt: clock.now() });
    expect(await stores.outbox.backlog()).toEqual({ events: 3, oldest: new Date(first.getTime() + 10) });
    await relayAll();
    expect(bus.take()).toEqual(['1: ', '2: B×1', 'session s of 1']);
    expect(await stores.outbox.backlog()).toEqual({ events: 0, oldest: null });
    expect(await stores.outbox.relay(bus.publish)).toEqual({ taken: 0, sent: 0 });
  });

  describe('when a relay dies', () => {
    test('before it publishes, then another one publishes what it left, once its hold is over', async () => {
      await add('A', 1);
      await add('B', 1, { customerId: '2' });
      const died = new Promise<never>(() => undefined);
      const reached = Promise.withResolvers<undefined>();
      void stores.outbox.relay(() => {
        reached.resolve(undefined);
        return died;
      });
      await reached.promise;
      const other = await open();
      expect(await relayAll(other.outbox)).toEqual({ taken: 0, sent: 0 });
      await add('A', 1, { from: other });
      clock.advance(5_000);
      await relayAll(other.outbox);
      expect(bus.take()).toEqual(['1: A×1', '2: B×1', '1: A×2']);
    });

    test('between publishing and marking, then the same event comes again, and what changed since after it', async () => {
      await add('A', 1);
      const reached = Promise.withResolvers<undefined>();
      void stores.outbox.relay(async (events) => {
        await bus.publish(events);
        reached.resolve(undefined);
        return new Promise<never>(() => undefined);
      });
      await reached.promise;
      const other = await open();
      await add('A', 1, { from: other });
      clock.advance(5_000);
      await relayAll(other.outbox);
      expect(bus.published.map(told)).toEqual(['1: A×1', '1: A×1', '1: A×2']);
      expect(bus.published[1]).toEqual(bus.published[0]);
      expect(bus.published[2]?.id).not.toBe(bus.published[0]?.id);
    });

    test('before it has seen a change, then whoever looks next finds it', async () => {
      await add('A', 1);
      await stores.sessions.start({ id: 's', customerId: '3', userAgent: null, startedAt: clock.now() });
      await relayAll((await open()).outbox);
      expect(bus.take()).toEqual(['1: A×1', 'session s of 3']);
    });

    test('with many carts to tell, then the next one tells each of them', async () => {
      const customers = Array.from({ length: 70 }, (_, index) => String(1000 + index));
      await concurrently(customers, 8, (customerId) => add('A', 1, { customerId }));
      await relayAll((await open()).outbox);
      expect(bus.take().sort()).toEqual(customers.map((id) => `${id}: A×1`));
    });
  });

  test('offers at once again what the bus did not take, and after a failure', async () => {
    await add('A', 1);
    await expect(stores.outbox.relay(() => Promise.reject(new Error('the bus is away')))).rejects.toThrow('is away');
    const nothing: Publish = () => Promise.resolve({ held: new Set(), epoch: 'first' });
    expect(await stores.outbox.relay(nothing)).toEqual({ taken: 1, sent: 0 });
    expect(await stores.outbox.backlog()).toMatchObject({ events: 1 });
    await relayAll();
    expect(bus.take()).toEqual(['1: A×1']);
  });

  test('sends again what a bus has lost, the same events in their order, and forgets them in time', async () => {
    for (const quantity of [1, 2, 3]) {
      await add('A', quantity);
      await relayAll();
      clock.advance(1);
    }
    const sent = bus.published.splice(0);
    expect(await stores.outbox.resend('first')).toBe(0);
    bus.flush('second');
    expect(await stores.outbox.resend('second')).toBe(3);
    expect(await stores.outbox.backlog()).toEqual({ events: 3, oldest: new Date('2026-03-01T09:30:00.000Z') });
    await relayAll();
    expect(bus.published.splice(0)).toEqual(sent);
    expect(await stores.outbox.resend('second')).toBe(0);

    clock.advance(hourMs);
    await add('A', 4);
    await relayAll();
    expect(await stores.outbox.forget(new Date(clock.now().getTime() - hourMs + 1))).toBe(3);
    expect(await stores.outbox.resend('third')).toBe(1);
    expect(await stores.outbox.forget(clock.now())).toBe(0);
  });

  test('keeps the order of each cart under three relays while three processes write, and ends with what is there', async () => {
    const processes = [stores, await open(), await open()];
    const customers = ['1', '2', '3'];
    let isWriting = true;
    const relays = processes.map(async ({ outbox }) => {
      while (isWriting) await outbox.relay(bus.publish);
    });
    await Promise.all(
      processes.map(async (from, index) => {
        for (let round = 0; round < 20; round++) {
          await Promise.all(customers.map((customerId) => add(`S${index}`, 1, { customerId, from })));
        }
      }),
    );
    isWriting = false;
    await Promise.all(relays);
    clock.advance(5_000);
    for (const { outbox } of processes) await relayUntilNone(outbox, bus.publish);
    const events = bus.published.filter((event) => event.type === 'cart.updated');
    for (const customerId of customers) {
      const ofCart = events.filter(({ data }) => data.cartId === customerId);
      const firsts = ofCart.filter(({ id }, index) => ofCart.findIndex((each) => each.id === id) === index);
      const units = firsts.map(({ data }) => data.items.reduce((sum, { quantity }) => sum + quantity, 0));
      expect(units).toEqual(units.toSorted((one, other) => one - other));
      expect(units.at(-1)).toBe(60);
      // Changes that a relay finds together are one event.
      expect(units.length).toBeGreaterThan(1);
    }
    expect(await stores.outbox.backlog()).toEqual({ events: 0, oldest: null });
  });
}

let additions = 0;

async function relayUntilNone(outbox: OutboxSource, publish: Publish): Promise<{ taken: number; sent: number }> {
  let all = { taken: 0, sent: 0 };
  for (;;) {
    const { taken, sent } = await outbox.relay(publish);
    if (taken === 0) return all;
    all = { taken: all.taken + taken, sent: all.sent + sent };
  }
}
