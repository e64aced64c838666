import type { DeadLetter, DeadLetters } from '../dead-letters.ts';

/** Dead letters that end with the process. */
export function createMemoryDeadLetters(): DeadLetters {
  const letters = new Map<string, DeadLetter>();
  const key = (group: string, eventId: string) => JSON.stringify([group, eventId]);
  return {
    async add(letter) {
      await Promise.resolve();
      letters.set(key(letter.group, letter.event.id), letter);
    },
    list: ({ limit }) =>
      Promise.resolve(
        Array.from(letters.values())
          .sort((a, b) => a.at.getTime() - b.at.getTime())
          .slice(0, limit),
      ),
    count: () => Promise.resolve(letters.size),
    async remove(gone) {
      await Promise.resolve();
      for (const { group, eventId, at } of gone) {
        const held = letters.get(key(group, eventId));
        if (held?.at.getTime() === at.getTime()) letters.delete(key(group, eventId));
      }
    },
  };
}
