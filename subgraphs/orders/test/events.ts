import { randomUUID } from 'node:crypto';
import { createEventFactory, type CreateEvent, type ShopEvent } from '@mosaico/bus';
import type { TestShop } from './engines.ts';

export function anEventFactory(source = 'orders'): CreateEvent {
  return createEventFactory({ source, newId: randomUUID });
}

/** What has been announced in a shop, sent or not, in the order in which it was written. */
export async function eventsIn({ database }: TestShop): Promise<ShopEvent[]> {
  const rows = await database.knex('outbox').orderBy('outbox_id').pluck<string[]>('event');
  return rows.map((row) => JSON.parse(row) as ShopEvent);
}
