import type { Database } from '../connect.ts';

/**
 * Notes that an event has been handled, in the transaction that holds its effect. Waits for another transaction that is at the
 * same event.
 * @returns false when it was handled before: then there is nothing more to do
 */
export function enterInbox(
  { knex, dialect }: Database,
  { eventId, at }: { eventId: string; at: Date },
): Promise<boolean> {
  return dialect.insertUnlessThere(knex, { table: 'inbox', row: { event_id: eventId, handled_at: at } });
}
