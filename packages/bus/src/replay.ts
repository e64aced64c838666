import { idOf, type DeadLetter, type DeadLetters } from './dead-letters.ts';
import type { Transport } from './transport.ts';

/**
 * Publishes the events of dead letters once more, and takes away the letters that the bus has. Every group hears such an event
 * again: those that have handled it know it by their inbox, and change nothing.
 *
 * @returns how many the bus has; what it has not stays a dead letter
 */
export async function replay(
  letters: readonly DeadLetter[],
  { transport, deadLetters }: { transport: Pick<Transport, 'publish'>; deadLetters: Pick<DeadLetters, 'remove'> },
): Promise<number> {
  if (letters.length === 0) return 0;
  const events = new Map(letters.map(({ event }) => [event.id, event]));
  const { held } = await transport.publish(Array.from(events.values()));
  await deadLetters.remove(letters.filter(({ event }) => held.has(event.id)).map(idOf));
  return held.size;
}
