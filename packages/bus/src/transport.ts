import type { Consumer } from './consumer.ts';
import type { ShopEvent } from './event.ts';

/** What a transport says of events that it was given. */
export interface Publication {
  /**
   * The ids of those that it has. It has an event only when it has all earlier ones of the same partition key; what it does not
   * have is to be given again.
   */
  readonly held: ReadonlySet<string>;
  /** The life of the transport in which it has them: see `epoch`. */
  readonly epoch: string;
}

/** Carries events from the relays to the consumers. */
export interface Transport {
  /** @throws when it cannot be reached; then it may have some of the events all the same. */
  publish(events: readonly ShopEvent[]): Promise<Publication>;
  /**
   * Changes when the transport has lost what it held, as a Redis has that was flushed: what was published under another epoch has
   * to be published again.
   */
  epoch(): Promise<string>;
  /**
   * Delivers to a consumer from now on: events of one partition key one after the other in the order of their publication, and
   * some keys at once. A group that is new begins with what the transport still holds, which may be nothing.
   */
  subscribe(consumer: Consumer): Promise<Subscription>;
  /** Stops all subscriptions. */
  close(): Promise<void>;
}

export interface Subscription {
  /** Takes no further event, and resolves when those that were taken are done with or given back. */
  stop(): Promise<void>;
}
