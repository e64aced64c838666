import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { batchPutMissing } from './dynamo/batch.ts';
import { requestWidth } from './dynamo/client.ts';
import { concurrently } from './dynamo/concurrently.ts';
import { deleteItemsOf } from './dynamo/delete-items-of.ts';
import { unlessConditionFails } from './dynamo/failures.ts';
import { queryItems, type Item } from './dynamo/query.ts';
import type { DynamoStoreOptions } from './dynamo/store-options.ts';
import { expirySeconds, notificationLifetimeMs } from './lifetimes.ts';
import { bulkPatienceMs } from './limits.ts';
import {
  notificationId,
  type NewNotification,
  type Notification,
  type NotificationPageRequest,
  type NotificationStore,
  type NotificationType,
} from './notification-store.ts';

/** A notification as it is stored. */
type NotificationItem = {
  user_id: string;
  notification_id: string;
  type: NotificationType;
  title: string;
  body: string;
  order_id?: string;
  /** Absent until it is read. */
  read_at?: string;
  expires_at: number;
};

/** How many items a query for unread ones looks through at a time. */
const unreadPageSize = 100;

/** Notifications in DynamoDB. */
export function createDynamoNotificationStore(options: DynamoStoreOptions): NotificationStore {
  const { documents, table, now } = options;

  return {
    pages: (requests) => concurrently(requests, requestWidth, page),

    async markRead({ customerId, id, at }) {
      if (id < oldestLive()) return null;
      const update = new UpdateCommand({
        TableName: table,
        Key: { user_id: customerId, notification_id: id },
        UpdateExpression: 'SET read_at = if_not_exists(read_at, :at)',
        ConditionExpression: 'attribute_exists(user_id)',
        ExpressionAttributeValues: { ':at': at.toISOString() },
        ReturnValues: 'ALL_NEW',
      });
      const answer = await unlessConditionFails(documents.send(update));
      return answer ? toNotification(answer.Attributes as Item) : null;
    },

    async add(notification) {
      const put = new PutCommand({
        TableName: table,
        Item: toItem(notification),
        ConditionExpression: 'attribute_not_exists(user_id)',
      });
      return (await unlessConditionFails(documents.send(put))) !== null;
    },

    erase: (customerId) => deleteItemsOf(options, { customerId, key: ['user_id', 'notification_id'] }),

    putMissing(notifications) {
      return batchPutMissing(options, {
        items: notifications.map(toItem),
        key: ['user_id', 'notification_id'],
        patienceMs: bulkPatienceMs,
      });
    },
  };

  async function page({ customerId, limit, after, unreadOnly }: NotificationPageRequest): Promise<Notification[]> {
    const oldest = oldestLive();
    // DynamoDB refuses to begin outside of what the key condition allows.
    if (after !== null && after < oldest) return [];
    const items = await queryItems(
      documents,
      {
        TableName: table,
        KeyConditionExpression: 'user_id = :customer AND notification_id >= :oldest',
        ExpressionAttributeValues: { ':customer': customerId, ':oldest': oldest },
        ...(unreadOnly ? { FilterExpression: 'attribute_not_exists(read_at)' } : {}),
        ...(after === null ? {} : { ExclusiveStartKey: { user_id: customerId, notification_id: after } }),
        Limit: unreadOnly ? Math.max(limit, unreadPageSize) : limit,
        ScanIndexForward: false,
        ConsistentRead: true,
      },
      limit,
    );
    return items.map(toNotification);
  }

  /** Every live notification sorts at or after this. */
  function oldestLive(): string {
    return new Date(now().getTime() - notificationLifetimeMs + 1).toISOString();
  }
}

function toItem(notification: NewNotification): NotificationItem {
  const { customerId, type, title, body, orderId, createdAt, readAt } = notification;
  return {
    user_id: customerId,
    notification_id: notificationId(notification),
    type,
    title,
    body,
    ...(orderId === null ? {} : { order_id: orderId }),
    ...(readAt === null ? {} : { read_at: readAt.toISOString() }),
    expires_at: expirySeconds(createdAt, notificationLifetimeMs),
  };
}

function toNotification(stored: Item): Notification {
  const item = stored as NotificationItem;
  return {
    id: item.notification_id,
    customerId: item.user_id,
    type: item.type,
    title: item.title,
    body: item.body,
    orderId: item.order_id ?? null,
    createdAt: new Date(item.notification_id.slice(0, item.notification_id.indexOf('~'))),
    readAt: item.read_at === undefined ? null : new Date(item.read_at),
  };
}
