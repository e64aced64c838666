import type { EventData } from './generated/event-data.ts';

/** What can happen in a shop; `schema/events/<type>.json` says what each carries. */
export type EventType = keyof EventData;

/**
 * Something that has happened: a CloudEvents 1.0 event in its JSON format, as it lies in an outbox, travels, and reaches a
 * consumer.
 *
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md
 */
export type ShopEvent<Type extends EventType = EventType> = { [Each in Type]: EventOf<Each> }[Type];

interface EventOf<Type extends EventType> {
  readonly specversion: '1.0';
  /** The same however often the event is delivered, and no other event's. */
  readonly id: string;
  /** The part of the shop in which it happened: `/orders`. */
  readonly source: string;
  readonly type: Type;
  /** The id of the aggregate that changed: the order, the product. */
  readonly subject: string;
  /** RFC 3339, in UTC. */
  readonly time: string;
  readonly datacontenttype: 'application/json';
  /** Names the schema that `data` conforms to: `urn:mosaico:event:<type>`, which is `schema/events/<type>.json`. */
  readonly dataschema: string;
  /** Events with the same one reach each consumer in the order in which they happened. CloudEvents' partitioning extension. */
  readonly partitionkey: string;
  readonly data: EventData[Type];
}
