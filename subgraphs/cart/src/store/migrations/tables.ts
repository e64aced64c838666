import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';

/** The names of the tables, the configured prefix included. */
export type TableNames = Readonly<Record<'carts' | 'sessions' | 'notifications' | 'outbox', string>>;

export const sessionIdIndex = 'session_id_index';

/** The mark of a change that is not announced yet. */
export const markAttribute = 'unsent_change';
/**
 * Of the items that have a mark, and of no others. Its key is the mark itself, so that its items are spread over its partitions;
 * all of it is read at a time.
 */
export const unsentChangeIndex = 'unsent_change_index';

/** The attribute that DynamoDB's TTL reads, in every table. */
export const expiryAttribute = 'expires_at';

export function tableNames(prefix: string): TableNames {
  return {
    carts: `${prefix}ShoppingCart`,
    sessions: `${prefix}UserSessions`,
    notifications: `${prefix}Notifications`,
    outbox: `${prefix}EventOutbox`,
  };
}

/** Each table as it shall be: a customer, or a queue, is a partition, and what is in it is sorted by the range key. */
export function tableDefinitions(names: TableNames): CreateTableCommandInput[] {
  return [
    keyedBy(names.carts, { key: ['user_id', 'sku'], indexes: { [unsentChangeIndex]: markAttribute } }),
    keyedBy(names.sessions, {
      key: ['user_id', 'session_timestamp'],
      indexes: { [sessionIdIndex]: 'session_id', [unsentChangeIndex]: markAttribute },
    }),
    keyedBy(names.notifications, { key: ['user_id', 'notification_id'] }),
    keyedBy(names.outbox, { key: ['queue', 'position'] }),
  ];
}

/** @param options.indexes the attribute that is the key of each index */
function keyedBy(
  table: string,
  { key, indexes = {} }: { key: readonly [string, string]; indexes?: Readonly<Record<string, string>> },
): CreateTableCommandInput {
  const [hash, range] = key;
  const indexed = Object.entries(indexes);
  return {
    TableName: table,
    // A shop's day has peaks, and nobody is there to plan for them. A table that has been changed to PROVISIONED stays so.
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [
      { AttributeName: hash, KeyType: 'HASH' },
      { AttributeName: range, KeyType: 'RANGE' },
    ],
    AttributeDefinitions: [hash, range, ...Object.values(indexes)].map((AttributeName) => ({
      AttributeName,
      AttributeType: 'S',
    })),
    ...(indexed.length === 0
      ? {}
      : {
          GlobalSecondaryIndexes: indexed.map(([IndexName, AttributeName]) => ({
            IndexName,
            KeySchema: [{ AttributeName, KeyType: 'HASH' as const }],
            Projection: { ProjectionType: 'KEYS_ONLY' as const },
          })),
        }),
  };
}
