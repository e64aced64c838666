import type { ShopEvent } from './event.ts';
import type { Publication } from './transport.ts';

/** Hands events to the bus. */
export type Publish = (events: readonly ShopEvent[]) => Promise<Publication>;

/**
 * The events that lie beside the changes which they announce, written by the same atomic write: rows of a table, an array in a
 * document, an attribute of an item. What was sent stays a while, for a bus that loses what it held.
 */
export interface OutboxSource {
  /**
   * Takes some events that are not sent, hands them to `publish`, and keeps of those that it holds that they are sent, and under
   * which epoch. Events of one partition key come in the order of their changes, and first deliveries keep it however many relays
   * work at once. An event whose relay died between the two comes again.
   * @returns how many were taken and how many are sent; none taken when there is nothing that another relay does not have.
   */
  relay(publish: Publish): Promise<{ taken: number; sent: number }>;
  /** Makes what was sent under another epoch than this one unsent again. @returns how many events. */
  resend(epoch: string): Promise<number>;
  /** Removes what was sent before. @returns how many events. */
  forget(sentBefore: Date): Promise<number>;
  /** How many are not sent, and when the oldest of them happened; null when there is none. */
  backlog(): Promise<{ events: number; oldest: Date | null }>;
}
