import type { Database } from '../connect.ts';

/**
 * Notes that an event has been handled, in the transaction that holds its effect. Waits for another transaction that is at the
 * same event.
 * @returns false when it was handled before: then there is nothing more to do
 */
export async function enterInbox(
  { knex, dialect }: Database,
  { eventId, at }: { eventId: string; at: Date },
): Promise<boolean> {
  try {
    // A savepoint, because after a failed statement PostgreSQL accepts nothing more of the transaction.
    await knex.transaction((savepoint) => savepoint('inbox').insert({ event_id: eventId, handled_at: at }));
    return true;
  } catch (error) {
    if (dialect.isUniqueViolation(error)) return false;
    throw error;
  }
}
