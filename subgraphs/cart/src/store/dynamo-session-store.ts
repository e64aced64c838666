import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { CreateEvent } from '@mosaico/bus';
import { batchGet, batchPutMissing } from './dynamo/batch.ts';
import { requestWidth } from './dynamo/client.ts';
import { concurrently } from './dynamo/concurrently.ts';
import { deleteItemsOf } from './dynamo/delete-items-of.ts';
import { unlessConditionFails } from './dynamo/failures.ts';
import { queryItems } from './dynamo/query.ts';
import type { DynamoStoreOptions } from './dynamo/store-options.ts';
import { sessionLifetimeMs } from './lifetimes.ts';
import { bulkPatienceMs, oneKeyLimitMs } from './limits.ts';
import { sessionIdIndex } from './migrations/tables.ts';
import type { ChangeNotes } from './outbox/change-notes.ts';
import { sessionStarted } from './outbox/session-changes.ts';
import { sessionKey, sessionKeyText, toSession, toSessionItem, type SessionItem } from './session-item.ts';
import type { SessionStore } from './session-store.ts';

/** Sessions in DynamoDB. */
export function createDynamoSessionStore(
  options: DynamoStoreOptions & { changes: ChangeNotes; createEvent: CreateEvent },
): SessionStore {
  const { documents, table, now, changes, createEvent } = options;

  return {
    async sessionsOf(customerIds) {
      const distinct = Array.from(new Set(customerIds));
      const sessions = await concurrently(distinct, requestWidth, async (customerId) => {
        const items = await queryItems(documents, {
          TableName: table,
          KeyConditionExpression: 'user_id = :customer AND session_timestamp >= :oldest',
          ExpressionAttributeValues: { ':customer': customerId, ':oldest': oldestLive() },
          ScanIndexForward: false,
          ConsistentRead: true,
        });
        return [customerId, (items as SessionItem[]).map(toSession)] as const;
      });
      return new Map(sessions);
    },

    async find(id) {
      const keys = await queryItems(documents, {
        TableName: table,
        IndexName: sessionIdIndex,
        KeyConditionExpression: 'session_id = :id',
        ExpressionAttributeValues: { ':id': id },
        ProjectionExpression: 'user_id, session_timestamp',
      });
      // dynalite writes an index entry before its item, so a kill between them leaves an entry of what is not there: only
      // the item is believed. The reverse, an item without its entry, would take a second write to the same session.
      const items = await batchGet(options, { keys, patienceMs: oneKeyLimitMs });
      const sessions = (items as SessionItem[]).map(toSession);
      return sessions.find((session) => session.expiresAt > now()) ?? null;
    },

    async start(session) {
      sessionStarted(session, createEvent);
      const put = new PutCommand({
        TableName: table,
        Item: { ...toSessionItem(session), unsent_change: changes.mark(session.startedAt) },
        ConditionExpression: 'attribute_not_exists(user_id)',
      });
      try {
        await unlessConditionFails(documents.send(put));
      } finally {
        // Also when nobody knows whether it was written.
        changes.note(sessionKeyText(sessionKey(session)));
      }
    },

    erase: (customerId) => deleteItemsOf(options, { customerId, key: ['user_id', 'session_timestamp'] }),

    putMissing(sessions) {
      return batchPutMissing(options, {
        items: sessions.map(toSessionItem),
        key: ['user_id', 'session_timestamp'],
        patienceMs: bulkPatienceMs,
      });
    },
  };

  /** Every live session sorts at or after this. */
  function oldestLive(): string {
    return new Date(now().getTime() - sessionLifetimeMs + 1).toISOString();
  }
}
