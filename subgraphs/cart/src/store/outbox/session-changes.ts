import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { CreateEvent } from '@mosaico/bus';
import type { DynamoStoreOptions } from '../dynamo/store-options.ts';
import { parseSessionKey, sessionKeyText, toSession, type SessionItem } from '../session-item.ts';
import type { ChangeNotes } from './change-notes.ts';
import type { ChangeSource } from './change-source.ts';
import { findMarkedItems, takeOffMarks } from './marked-items.ts';

/** Sessions that have begun. Each is known by its key as text. */
export function createSessionChanges(
  options: Pick<DynamoStoreOptions, 'documents' | 'table'> & { notes: ChangeNotes; createEvent: CreateEvent },
): ChangeSource {
  const { documents, table, notes, createEvent } = options;
  return {
    notes,

    async read(id) {
      const key = parseSessionKey(id);
      const { Item } = await documents.send(new GetCommand({ TableName: table, Key: key, ConsistentRead: true }));
      const item = Item as SessionItem | undefined;
      if (item?.unsent_change === undefined) return null;
      const session = toSession(item);
      const event = createEvent('session.started', {
        aggregate: { kind: 'session', id: session.id },
        at: session.startedAt,
        data: {
          customerId: session.customerId,
          sessionId: session.id,
          startedAt: session.startedAt.toISOString(),
        },
      });
      return { event, marks: [{ key, mark: item.unsent_change, isRemains: false }] };
    },

    settle: (marks) => takeOffMarks(options, marks),

    async find(by) {
      const items = await findMarkedItems(options, { by, key: ['user_id', 'session_timestamp'] });
      return new Map(
        (items as SessionItem[]).map(({ unsent_change = '', ...key }) => [sessionKeyText(key), unsent_change]),
      );
    },
  };
}
