import { readdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { CloudEvent } from 'cloudevents';
import { createEventFactory, type EventType } from '../src/index.ts';
import { cancelled, someTime } from './support/events.ts';

const createEvent = createEventFactory({ source: 'orders', newId: () => 'event-1' });

describe('an event of the shop', () => {
  test('is a CloudEvents 1.0 event whose partition key is its aggregate', () => {
    const event = createEvent('order.paid', {
      aggregate: { kind: 'order', id: '7' },
      at: someTime,
      data: { orderId: '7', customerId: '3', amount: '12.50', currency: 'GBP', paidAt: someTime.toISOString() },
    });
    expect(event).toEqual({
      specversion: '1.0',
      id: 'event-1',
      source: '/orders',
      type: 'order.paid',
      subject: '7',
      time: '2026-11-25T12:00:00.123Z',
      datacontenttype: 'application/json',
      dataschema: 'urn:mosaico:event:order.paid',
      partitionkey: 'order:7',
      data: { orderId: '7', customerId: '3', amount: '12.50', currency: 'GBP', paidAt: '2026-11-25T12:00:00.123Z' },
    });
    expect(new CloudEvent({ ...event }).validate()).toBe(true);
  });

  test('is the same after it has travelled as JSON', () => {
    const event = cancelled('7', 'Grüße 🎁');
    expect(JSON.parse(JSON.stringify(event))).toEqual(event);
  });

  test('that its schema refuses is not made, and every fault is named', () => {
    const data = { orderId: '7', customerId: null, amount: 12.5, currency: 'pounds', paidAt: 'today' } as never;
    expect(() => createEvent('order.paid', { aggregate: { kind: 'order', id: '7' }, at: someTime, data })).toThrow(
      'The event order.paid cannot be published: data/amount must be string; data/currency must match pattern ' +
        '"^[A-Z]{3}$"; data/paidAt must match format "date-time".',
    );
  });

  test('of a type without a schema is not made', () => {
    const made = () =>
      createEvent('order.lost' as EventType, {
        aggregate: { kind: 'order', id: '7' },
        at: someTime,
        data: {} as never,
      });
    expect(made).toThrow('The event order.lost cannot be published: there is no schema of that name.');
  });
});

test('every schema describes itself and each of its fields', async () => {
  const folder = new URL('../../../schema/events/', import.meta.url);
  const { readFileSync } = await import('node:fs');
  const described = readdirSync(folder).map((file) => {
    const schema = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as {
      description?: string;
      properties: Record<string, { description?: string }>;
    };
    const silent = Object.entries(schema.properties).filter(([, { description }]) => description === undefined);
    return { file, isDescribed: schema.description !== undefined, silent };
  });
  expect(described).toHaveLength(17);
  expect(described.filter(({ isDescribed, silent }) => !isDescribed || silent.length > 0)).toEqual([]);
});
