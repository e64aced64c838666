import type { ShopEvent } from './event.ts';

/** An event that a consumer group could not handle, and why. */
export interface DeadLetter {
  readonly event: ShopEvent;
  readonly group: string;
  /** The last failure, for a person. */
  readonly reason: string;
  readonly tries: number;
  readonly at: Date;
}

/** Where dead letters lie until a person has mended their cause. */
export interface DeadLetters {
  /** Resolves when the letter is kept. Keeping the same event of the same group twice keeps the later one. */
  add(letter: DeadLetter): Promise<void>;
  /** The oldest first. */
  list(options: { limit: number }): Promise<DeadLetter[]>;
  count(): Promise<number>;
  /** Takes these letters away; one that was kept anew since, at another time, stays. */
  remove(letters: readonly LetterId[]): Promise<void>;
}

/** What tells a letter from others, and from a later one of the same event and group. */
export interface LetterId {
  readonly group: string;
  readonly eventId: string;
  readonly at: Date;
}

export function idOf({ group, event, at }: DeadLetter): LetterId {
  return { group, eventId: event.id, at };
}
