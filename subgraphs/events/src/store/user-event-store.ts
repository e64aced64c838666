import type { PageRequest } from '@mosaico/service';
import type { TimePosition } from './time-position.ts';

/** Whose partition an event lies in: a customer's, or that of a visit without a login. */
export interface Visitor {
  readonly kind: 'customer' | 'session';
  readonly id: string;
}

export interface EventProperty {
  readonly name: string;
  readonly value: string;
}

/** Something a visitor did. */
export interface UserEvent {
  /** Unique within the visitor, 1–64 characters. */
  readonly id: string;
  readonly visitor: Visitor;
  /** Lower-case words joined by dots; also the name of the measure that the event counts in. */
  readonly type: string;
  /** Its month in UTC is the event's bucket. */
  readonly at: Date;
  /** The visit it belongs to, where it is known. */
  readonly sessionId: string | null;
  readonly productId: string | null;
  /** Summed in the measure of the type. */
  readonly value: number | null;
  readonly properties: readonly EventProperty[];
}

/** A page of one visitor's events. */
export interface ActivityPageRequest extends PageRequest<TimePosition> {
  readonly visitor: Visitor;
}

/**
 * What visitors did. Partition: visitor and month; in it newest first, equal times by id descending (order of UTF-8 bytes).
 * Cassandra forgets an event 400 days after it was recorded, and its id 30 days later; the embedded engine forgets nothing.
 */
export interface UserEventStore {
  /**
   * Records events, any number of them, and counts each in the measure of its type (see MetricStore).
   *
   * An id that the visitor has already, in the store or earlier in the batch, is a duplicate, whatever its time and content:
   * what was recorded first stands and nothing is counted again. Of racing writers of one id exactly one records it.
   *
   * An acknowledged batch is durable. One that fails: on the embedded engine none of it is written; on Cassandra, which
   * has no transaction over partitions, a part may be, and repeating the batch completes it without counting anything twice.
   * An event of which the failed batch had claimed the id is a duplicate then.
   */
  append(events: readonly UserEvent[]): Promise<{ recorded: number; duplicates: number }>;

  /**
   * For each request, in the order of the requests, up to `limit` events after the position; empty for a visitor without
   * events. Independent reads of single partitions: a batch saves round trips, not work.
   */
  pagesOf(requests: readonly ActivityPageRequest[]): Promise<UserEvent[][]>;

  /**
   * Erases all events of a visitor. Their ids stay claimed where the engine keeps claims, and the measures stay as they were:
   * neither tells what anybody did. Can be repeated; what fails midway is to be.
   */
  erase(visitor: Visitor): Promise<void>;
}
