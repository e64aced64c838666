import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { ShopEvent } from '@mosaico/bus';
import { requestWidth } from '../dynamo/client.ts';
import { concurrently } from '../dynamo/concurrently.ts';
import { queryItems } from '../dynamo/query.ts';
import type { DynamoStoreOptions } from '../dynamo/store-options.ts';

/** An event that a bus has, or had. */
export interface SentEvent {
  /** When it was sent, then its id: `2026-03-01T09:30:00.000Z~…`. */
  readonly position: string;
  readonly event: ShopEvent;
}

/** What was sent, and stays a while for a bus that loses what it held. */
export interface SentEvents {
  add(event: ShopEvent, epoch: string): Promise<void>;
  /** Those sent under another epoch than this one, in the order in which they were. */
  lost(epoch: string): Promise<SentEvent[]>;
  /** Those sent before. */
  before(time: Date): Promise<Pick<SentEvent, 'position'>[]>;
  remove(events: readonly Pick<SentEvent, 'position'>[]): Promise<void>;
}

export function createSentEvents(options: Pick<DynamoStoreOptions, 'documents' | 'table' | 'now'>): SentEvents {
  const { documents, table, now } = options;
  return {
    async add(event, epoch) {
      const Item = {
        queue: 'sent',
        position: `${now().toISOString()}~${event.id}`,
        event: JSON.stringify(event),
        epoch,
      };
      await documents.send(new PutCommand({ TableName: table, Item }));
    },

    async lost(epoch) {
      const items = await queryItems(documents, {
        TableName: table,
        KeyConditionExpression: 'queue = :queue',
        FilterExpression: 'epoch <> :epoch',
        ExpressionAttributeValues: { ':queue': 'sent', ':epoch': epoch },
        ConsistentRead: true,
      });
      return (items as { position: string; event: string }[]).map(({ position, event }) => ({
        position,
        event: JSON.parse(event) as ShopEvent,
      }));
    },

    async before(time) {
      const items = await queryItems(documents, {
        TableName: table,
        KeyConditionExpression: 'queue = :queue AND #position < :end',
        ExpressionAttributeNames: { '#position': 'position' },
        ExpressionAttributeValues: { ':queue': 'sent', ':end': time.toISOString() },
        ProjectionExpression: '#position',
        ConsistentRead: true,
      });
      return items as { position: string }[];
    },

    async remove(events) {
      await concurrently(events, requestWidth / 2, ({ position }) =>
        documents.send(new DeleteCommand({ TableName: table, Key: { queue: 'sent', position } })),
      );
    },
  };
}
