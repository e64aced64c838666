import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { CreateEvent, ShopEvent } from '@mosaico/bus';
import type { DynamoStoreOptions } from '../dynamo/store-options.ts';
import { parseSessionKey, sessionKeyText, toSession, type SessionItem } from '../session-item.ts';
import type { NewUserSession } from '../session-store.ts';
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
      const event = sessionStarted(toSession(item), createEvent);
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

/** @throws BusError INVALID_EVENT for a session that cannot be announced: it is not to be written */
export function sessionStarted(session: NewUserSession, createEvent: CreateEvent): ShopEvent<'session.started'> {
  const { id, customerId, startedAt } = session;
  return createEvent('session.started', {
    aggregate: { kind: 'session', id },
    at: startedAt,
    data: { customerId, sessionId: id, startedAt: startedAt.toISOString() },
  });
}
