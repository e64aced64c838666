import { DeleteCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { ShopEvent } from '@mosaico/bus';
import { unlessConditionFails } from '../dynamo/failures.ts';
import { queryItems } from '../dynamo/query.ts';
import type { DynamoStoreOptions } from '../dynamo/store-options.ts';
import type { ItemMark, UnsentChange } from './change-source.ts';

/**
 * What stands first in line for one aggregate: who is busy with it, and the event that is on its way. Only its holder writes to
 * it, so that one who was slow, and lost it, can make no event of what it read before.
 */
export interface Head {
  /** `cart:1000001`, for one. */
  readonly position: string;
  readonly holder: string;
  /** Null while it is not known what has changed. */
  readonly change: UnsentChange | null;
}

export interface Heads {
  /** Takes one for a while; null when somebody else has it. What is on its way comes with it. */
  acquire(position: string): Promise<Head | null>;
  /** Sets an event on its way. Null when the head has been lost. */
  keep(head: Head, change: UnsentChange): Promise<Head | null>;
  /** For others to take at once. */
  release(head: Head): Promise<void>;
  /** When nothing is on its way any more. */
  remove(head: Head): Promise<void>;
  /** Lines an event up by itself, of no aggregate, unless it is in line. */
  add(position: string, event: ShopEvent): Promise<void>;
  /** The positions of the first so many that nobody holds, in their order. */
  free(limit: number): Promise<string[]>;
  /** What is on its way, with its positions. */
  events(): Promise<{ position: string; event: ShopEvent }[]>;
}

/** A head as it is stored. */
type HeadItem = {
  queue: 'heads';
  position: string;
  holder?: string;
  /** Milliseconds since 1970. */
  held_until?: number;
  /** JSON. */
  event?: string;
  marks?: ItemMark[];
};

/** Longer than it takes to publish; so long do the events wait whose relay has died. */
const holdMs = 5_000;

export function createHeads(
  options: Pick<DynamoStoreOptions, 'documents' | 'table' | 'now'> & { newId: () => string },
): Heads {
  const { documents, table, now, newId } = options;
  const allHeads = {
    TableName: table,
    KeyConditionExpression: 'queue = :queue',
    ExpressionAttributeValues: { ':queue': 'heads' },
    ConsistentRead: true,
  };
  const at = (position: string) => ({ TableName: table, Key: { queue: 'heads', position } });
  const ifHeld = ({ holder }: Head) => ({
    ConditionExpression: 'holder = :holder',
    ExpressionAttributeValues: { ':holder': holder },
  });

  return {
    async acquire(position) {
      const holder = newId();
      const time = now().getTime();
      const update = new UpdateCommand({
        ...at(position),
        UpdateExpression: 'SET holder = :holder, held_until = :until',
        ConditionExpression: 'attribute_not_exists(holder) OR held_until <= :now',
        ExpressionAttributeValues: { ':holder': holder, ':until': time + holdMs, ':now': time },
        ReturnValues: 'ALL_NEW',
      });
      const answer = await unlessConditionFails(documents.send(update));
      if (answer === null) return null;
      const { event, marks = [] } = answer.Attributes as HeadItem;
      return { position, holder, change: event === undefined ? null : { event: parseEvent(event), marks } };
    },

    async keep(head, change) {
      const { ConditionExpression, ExpressionAttributeValues } = ifHeld(head);
      const update = new UpdateCommand({
        ...at(head.position),
        UpdateExpression: 'SET event = :event, marks = :marks',
        ConditionExpression,
        ExpressionAttributeValues: {
          ...ExpressionAttributeValues,
          ':event': JSON.stringify(change.event),
          ':marks': change.marks,
        },
      });
      return (await unlessConditionFails(documents.send(update))) && { ...head, change };
    },

    async release(head) {
      const update = new UpdateCommand({
        ...at(head.position),
        UpdateExpression: 'REMOVE holder, held_until',
        ...ifHeld(head),
      });
      await unlessConditionFails(documents.send(update));
    },

    async remove(head) {
      await unlessConditionFails(documents.send(new DeleteCommand({ ...at(head.position), ...ifHeld(head) })));
    },

    async add(position, event) {
      const item: HeadItem = { queue: 'heads', position, event: JSON.stringify(event) };
      const put = new PutCommand({
        TableName: table,
        Item: item,
        ConditionExpression: 'attribute_not_exists(queue)',
      });
      await unlessConditionFails(documents.send(put));
    },

    async free(limit) {
      const items = await queryItems(
        documents,
        {
          ...allHeads,
          FilterExpression: 'attribute_not_exists(held_until) OR held_until <= :now',
          ExpressionAttributeValues: { ...allHeads.ExpressionAttributeValues, ':now': now().getTime() },
          ExpressionAttributeNames: { '#position': 'position' },
          ProjectionExpression: '#position',
          Limit: limit,
        },
        limit,
      );
      return (items as HeadItem[]).map(({ position }) => position);
    },

    async events() {
      const items = (await queryItems(documents, allHeads)) as HeadItem[];
      return items.flatMap(({ position, event }) =>
        event === undefined ? [] : [{ position, event: parseEvent(event) }],
      );
    },
  };
}

function parseEvent(text: string): ShopEvent {
  return JSON.parse(text) as ShopEvent;
}
