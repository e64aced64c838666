import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createEventFactory, type OutboxSource, type Publish, type ShopEvent } from '@mosaico/bus';
import { createSilentLogger } from '@mosaico/service';
import { connect, type Database } from '../src/store/connect.ts';
import { insertEvents } from '../src/store/events/outbox-rows.ts';
import { createSqlOutbox } from '../src/store/events/sql-outbox.ts';
import { inTransaction } from '../src/store/transact.ts';
import type { TestShop } from './engines.ts';
import { numbers } from './records.ts';

const at = new Date('2026-02-03T04:05:06.789Z');
const later = (seconds: number) => new Date(at.getTime() + seconds * 1_000);

/** `orderId number`: which of the order's events it is. */
function told({ subject, data }: ShopEvent): string {
  return `${subject} ${'reason' in data ? data.reason : ''}`;
}

/** What every outbox of rows does. */
export function outboxContract(shop: () => TestShop): void {
  let now = at;
  let ids = 0;
  const createEvent = createEventFactory({ source: 'orders', newId: () => `event-${(ids += 1)}` });
  const databases: Database[] = [];
  let outbox: OutboxSource;

  beforeEach(() => {
    now = at;
    ids = 0;
    outbox = anOutbox();
  });
  afterEach(async () => {
    for (const { knex } of databases.splice(0)) await knex.destroy();
  });

  /** One with connections of its own, as another process has. */
  function anOutbox(): OutboxSource {
    const database = connect({ url: shop().url, logger: createSilentLogger(), maxConnections: 2 });
    databases.push(database);
    return createSqlOutbox(database, { now: () => now });
  }

  function anEvent(orderId: string, number: number | string): ShopEvent {
    const data = {
      orderId,
      customerId: null,
      reason: String(number),
      cancelledAt: now.toISOString(),
      items: [{ sku: 'MUG-1', quantity: 1 }],
    };
    return createEvent('order.cancelled', { aggregate: { kind: 'order', id: orderId }, data, at: now });
  }

  const write = (...events: ShopEvent[]) =>
    inTransaction(shop().database, async (transaction) => {
      await insertEvents(transaction, events);
      return { keep: true, value: undefined };
    });

  /** A bus that has everything that it is given, and what it was given. */
  function aBus(epoch = 'first'): { publish: Publish; published: string[]; events: ShopEvent[] } {
    const published: string[] = [];
    const events: ShopEvent[] = [];
    return {
      published,
      events,
      publish(given) {
        published.push(...given.map(told));
        events.push(...given);
        return Promise.resolve({ held: new Set(given.map(({ id }) => id)), epoch });
      },
    };
  }

  async function drain(source: OutboxSource, publish: Publish): Promise<number> {
    let sent = 0;
    for (;;) {
      const result = await source.relay(publish);
      sent += result.sent;
      if (result.taken === 0) return sent;
    }
  }

  test('events come as they were written, once, in the order of their key', async () => {
    const written = [anEvent('1', 'é 🎁 "quoted" \\'), anEvent('2', 1), anEvent('1', 2)];
    await write(...written);
    const bus = aBus();
    expect(await outbox.relay(bus.publish)).toEqual({ taken: 3, sent: 3 });
    expect(bus.events).toEqual(written);
    expect(await outbox.relay(bus.publish)).toEqual({ taken: 0, sent: 0 });
    expect(bus.events).toHaveLength(3);
  });

  test('the event of a change that is rolled back never appears', async () => {
    await inTransaction(shop().database, async (transaction) => {
      await insertEvents(transaction, [anEvent('1', 1)]);
      return { keep: false, value: undefined };
    });
    expect(await outbox.backlog()).toEqual({ events: 0, oldest: null });
    expect(await outbox.relay(aBus().publish)).toEqual({ taken: 0, sent: 0 });
  });

  test('an event that is committed after one with a higher id is not missed', async () => {
    const written = Promise.withResolvers<undefined>();
    const commit = Promise.withResolvers<undefined>();
    const slow = inTransaction(shop().database, async (transaction) => {
      await insertEvents(transaction, [anEvent('1', 1)]);
      written.resolve(undefined);
      await commit.promise;
      return { keep: true, value: undefined };
    });
    await written.promise;
    await write(anEvent('2', 1));
    const bus = aBus();
    await drain(outbox, bus.publish);
    expect(bus.published).toEqual(['2 1']);

    commit.resolve(undefined);
    await slow;
    await drain(outbox, bus.publish);
    expect(bus.published).toEqual(['2 1', '1 1']);
  });

  test('what the bus does not have stays, and comes again before what is behind it', async () => {
    await write(anEvent('1', 1), anEvent('1', 2), anEvent('2', 1));
    const second = ({ subject }: ShopEvent) => subject === '2';
    expect(
      await outbox.relay((events) =>
        Promise.resolve({ held: new Set(events.filter(second).map(({ id }) => id)), epoch: 'first' }),
      ),
    ).toEqual({ taken: 3, sent: 1 });
    expect((await outbox.backlog()).events).toBe(2);
    const bus = aBus();
    await drain(outbox, bus.publish);
    expect(bus.published).toEqual(['1 1', '1 2']);
  });

  test('when the bus fails, then everything stays', async () => {
    await write(anEvent('1', 1));
    await expect(outbox.relay(() => Promise.reject(new Error('the bus is down')))).rejects.toThrow('the bus is down');
    expect((await outbox.backlog()).events).toBe(1);
  });

  test('when a relay dies after it has published and before it has marked, then another one publishes again', async () => {
    await write(anEvent('1', 1), anEvent('1', 2));
    const bus = aBus();
    const dying = databases[0];
    const death = outbox.relay(async (events) => {
      await bus.publish(events);
      // Its connection ends, as that of a killed process does.
      await endOtherSessions(shop().database, dying);
      return { held: new Set(events.map(({ id }) => id)), epoch: 'first' };
    });
    await expect(death).rejects.toThrow();
    const other = anOutbox();
    expect(await drain(other, bus.publish)).toBe(2);
    expect(bus.published).toEqual(['1 1', '1 2', '1 1', '1 2']);
  });

  test('what another relay is publishing is not taken, what is behind it neither, and what else there is is', async () => {
    await write(anEvent('1', 1));
    const taken = Promise.withResolvers<undefined>();
    const release = Promise.withResolvers<undefined>();
    const bus = aBus();
    const first = outbox.relay(async (events) => {
      taken.resolve(undefined);
      await release.promise;
      return bus.publish(events);
    });
    await taken.promise;
    // One of twenty orders is of another bucket for certain.
    await write(anEvent('1', 2), ...numbers(20).map((id) => anEvent(String(100 + id), 1)));
    const other = anOutbox();
    await drain(other, bus.publish);
    expect(bus.published.length).toBeGreaterThan(0);
    expect(bus.published).not.toContain('1 1');
    expect(bus.published).not.toContain('1 2');

    release.resolve(undefined);
    await first;
    await drain(other, bus.publish);
    expect(bus.published.filter((one) => one.startsWith('1 '))).toEqual(['1 1', '1 2']);
    expect(new Set(bus.published).size).toBe(22);
  });

  test('three relays beside three writers publish each event once, and each key in its order', async () => {
    const keys = numbers(30).map(String);
    const each = 12;
    let isWriting = true;
    const bus = aBus();
    const relays = [outbox, anOutbox(), anOutbox()].map(async (source, index) => {
      for (;;) {
        const last = !isWriting;
        const { taken } = await source.relay(async (events) => {
          // As slow as a bus is, each at another pace.
          await delay(index * 2);
          return bus.publish(events);
        });
        if (last && taken === 0) return;
        if (taken === 0) await delay(1);
      }
    });
    const writers = numbers(3).map(async (writer) => {
      for (const number of numbers(each)) {
        for (const key of keys.filter((_, index) => index % 3 === writer - 1)) await write(anEvent(key, number));
      }
    });
    await Promise.all(writers);
    isWriting = false;
    await Promise.all(relays);
    // What one of them held when the others looked for the last time.
    await drain(outbox, bus.publish);

    for (const key of keys) {
      const ofKey = bus.published.filter((one) => one.startsWith(`${key} `));
      expect(ofKey).toEqual(numbers(each).map((number) => `${key} ${number}`));
    }
    expect(bus.published).toHaveLength(keys.length * each);
  }, 180_000);

  test('more events of one key than are taken at once come in their order', async () => {
    await write(...numbers(130).map((number) => anEvent('1', number)));
    const bus = aBus();
    expect(await outbox.relay(bus.publish)).toEqual({ taken: 50, sent: 50 });
    expect(await drain(outbox, bus.publish)).toBe(80);
    expect(bus.published).toEqual(numbers(130).map((number) => `1 ${number}`));
  });

  test('what was sent to a bus that has lost it is sent again, and what this one has is not', async () => {
    await write(anEvent('1', 1), anEvent('2', 1));
    await drain(outbox, aBus('one').publish);
    await write(anEvent('3', 1));
    await drain(outbox, aBus('two').publish);
    await write(anEvent('4', 1));

    expect(await outbox.resend('two')).toBe(2);
    expect(await outbox.resend('two')).toBe(0);
    const bus = aBus('two');
    await drain(outbox, bus.publish);
    expect(new Set(bus.published)).toEqual(new Set(['1 1', '2 1', '4 1']));
    expect(await outbox.resend('three')).toBe(4);
    expect(await outbox.resend('a')).toBe(0);
  });

  test('what was sent long ago is removed, and what is not sent never', async () => {
    await write(anEvent('1', 1));
    await drain(outbox, aBus().publish);
    now = later(60);
    await write(anEvent('2', 1));
    await drain(outbox, aBus().publish);
    await write(anEvent('3', 1));

    expect(await outbox.forget(at)).toBe(0);
    expect(await outbox.forget(later(1))).toBe(1);
    expect(await outbox.forget(later(3_600))).toBe(1);
    expect(await shop().database.knex('outbox').pluck('event_id')).toEqual(['event-3']);
  });

  test('more rows than one statement changes are sent again and removed', async () => {
    const { knex } = shop().database;
    await write(...numbers(1_001).map((number) => anEvent(String(number), 1)));
    await knex('outbox').update({ sent_epoch: 'gone', sent_at: at });
    expect(await outbox.resend('first')).toBe(1_001);
    expect((await outbox.backlog()).events).toBe(1_001);
    await knex('outbox').update({ sent_epoch: 'first', sent_at: at });
    expect(await outbox.forget(later(1))).toBe(1_001);
  });

  test('the backlog is what is not sent, and since when', async () => {
    expect(await outbox.backlog()).toEqual({ events: 0, oldest: null });
    now = later(5);
    await write(anEvent('1', 1));
    now = later(9);
    await write(anEvent('2', 1));
    expect(await outbox.backlog()).toEqual({ events: 2, oldest: later(5) });
    await drain(outbox, aBus().publish);
    expect(await outbox.backlog()).toEqual({ events: 0, oldest: null });
  });
}

/** Ends the connections of a pool from another one. */
async function endOtherSessions(database: Database, victim: Database | undefined): Promise<void> {
  const { pool } = victim?.knex.client as { pool: { used: { resource: Record<string, unknown> }[] } };
  const sessions = pool.used.map(({ resource }) => Number(resource['threadId'] ?? resource['processID']));
  for (const session of sessions) {
    if (database.dialect.name === 'postgres') await database.knex.raw('select pg_terminate_backend(?)', [session]);
    else await database.knex.raw(`kill ${session}`);
  }
}
