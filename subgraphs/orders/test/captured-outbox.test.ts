import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { createEventFactory } from '@mosaico/bus';
import { insertEvents } from '../src/store/events/outbox-rows.ts';
import { inTransaction } from '../src/store/transact.ts';
import { describeOnEveryEngine } from './engines.ts';
import { numbers } from './records.ts';

const at = new Date('2026-02-03T04:05:06.789Z');
const later = (seconds: number) => new Date(at.getTime() + seconds * 1_000);
const createEvent = createEventFactory({ source: 'orders', newId: randomUUID });

describeOnEveryEngine('an outbox that Debezium reads', (shop) => {
  const write = (orderIds: readonly number[], when: Date) =>
    inTransaction(shop().database, async (transaction) => {
      const data = {
        customerId: null,
        reason: 'none',
        cancelledAt: when.toISOString(),
        items: [{ sku: 'A', quantity: 1 }],
      };
      const events = orderIds.map(String).map((orderId) =>
        createEvent('order.cancelled', {
          aggregate: { kind: 'order', id: orderId },
          data: { ...data, orderId },
          at: when,
        }),
      );
      await insertEvents(transaction, events);
      return { keep: true, value: undefined };
    });

  test('loses what was written long ago, some rows at a time, sent or not, and nothing else', async () => {
    const { stores, database } = shop();
    const forget = (before: Date) => stores.capturedOutbox.forget(before);
    await write(numbers(1_001), at);
    await write([2_001, 2_002], later(60));
    await database.knex('outbox').where({ partition_key: 'order:1' }).update({ sent_epoch: 'one', sent_at: at });

    expect(await forget(at)).toBe(0);
    expect([await forget(later(60)), await forget(later(60)), await forget(later(60))]).toEqual([1_000, 1, 0]);
    expect(await database.knex('outbox').orderBy('outbox_id').pluck('partition_key')).toEqual([
      'order:2001',
      'order:2002',
    ]);
  });
});
