import type { ShopEvent } from '@mosaico/bus';
import type { ObjectId } from 'mongodb';

/** The events of a document as they lie in it, beside the changes that they announce. */
export interface OutboxFields {
  /** In the order of the changes. */
  waiting?: readonly ShopEvent[];
  /** What the bus has, for one that loses it: in the order of the changes, the last ones. */
  sent?: readonly SentEvent[];
  /** The relay that is publishing what waits; its word counts until then. */
  lease?: { by: string; until: Date };
}

export interface SentEvent {
  event: ShopEvent;
  /** The life of the bus that has it. */
  epoch: string;
  at: Date;
}

/** What a relay sees of a document. */
export interface OutboxDocument {
  _id: ObjectId;
  outbox?: OutboxFields;
}

/**
 * A document has an end at 16 MB, and its events, each of which tells its whole state, must not fill it: more wait only while
 * nobody relays, and the first ones of so many are of no use to anybody any more.
 */
const mostWaiting = 500;

/** The part of an update that announces the change. */
export function announcement(events: readonly ShopEvent[]) {
  return events.length === 0 ? {} : { $push: { 'outbox.waiting': { $each: [...events], $slice: -mostWaiting } } };
}

/** What a new document has that announces itself. */
export function firstAnnouncement(events: readonly ShopEvent[]): { outbox?: OutboxFields } {
  return events.length === 0 ? {} : { outbox: { waiting: [...events] } };
}
