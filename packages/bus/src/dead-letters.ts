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
  /** Takes letters away that have been handled since. */
  remove(letters: readonly { group: string; eventId: string }[]): Promise<void>;
}
