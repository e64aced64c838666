import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { batchGet, batchPutMissing } from './dynamo/batch.ts';
import { requestWidth } from './dynamo/client.ts';
import { concurrently } from './dynamo/concurrently.ts';
import { unlessConditionFails } from './dynamo/failures.ts';
import { queryItems, type Item } from './dynamo/query.ts';
import type { DynamoStoreOptions } from './dynamo/store-options.ts';
import { expirySeconds, sessionLifetimeMs } from './lifetimes.ts';
import { bulkPatienceMs, oneKeyLimitMs } from './limits.ts';
import { sessionIdIndex } from './migrations/tables.ts';
import type { NewUserSession, SessionStore, UserSession } from './session-store.ts';

/** A session as it is stored. */
type SessionItem = {
  user_id: string;
  /** The time, then the id, since two logins may share a millisecond: `2026-03-01T09:30:00.000Z~…`. */
  session_timestamp: string;
  session_id: string;
  user_agent?: string;
  expires_at: number;
};

/** Sessions in DynamoDB. */
export function createDynamoSessionStore(options: DynamoStoreOptions): SessionStore {
  const { documents, table, now } = options;

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
        return [customerId, items.map(toSession)] as const;
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
      const sessions = (await batchGet(options, { keys, patienceMs: oneKeyLimitMs })).map(toSession);
      return sessions.find((session) => session.expiresAt > now()) ?? null;
    },

    async start(session) {
      const put = new PutCommand({
        TableName: table,
        Item: toItem(session),
        ConditionExpression: 'attribute_not_exists(user_id)',
      });
      await unlessConditionFails(documents.send(put));
    },

    putMissing(sessions) {
      return batchPutMissing(options, {
        items: sessions.map(toItem),
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

function toItem(session: NewUserSession): SessionItem {
  return {
    user_id: session.customerId,
    session_timestamp: `${session.startedAt.toISOString()}~${session.id}`,
    session_id: session.id,
    ...(session.userAgent === null ? {} : { user_agent: session.userAgent }),
    expires_at: expirySeconds(session.startedAt, sessionLifetimeMs),
  };
}

function toSession(stored: Item): UserSession {
  const item = stored as SessionItem;
  const startedAt = new Date(item.session_timestamp.slice(0, item.session_timestamp.indexOf('~')));
  return {
    id: item.session_id,
    customerId: item.user_id,
    userAgent: item.user_agent ?? null,
    startedAt,
    expiresAt: new Date(startedAt.getTime() + sessionLifetimeMs),
  };
}
