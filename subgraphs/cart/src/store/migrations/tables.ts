import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';

/** The names of the tables, the configured prefix included. */
export type TableNames = Readonly<Record<'carts' | 'sessions' | 'notifications', string>>;

export const sessionIdIndex = 'session_id_index';

/** The attribute that DynamoDB's TTL reads, in every table. */
export const expiryAttribute = 'expires_at';

export function tableNames(prefix: string): TableNames {
  return {
    carts: `${prefix}ShoppingCart`,
    sessions: `${prefix}UserSessions`,
    notifications: `${prefix}Notifications`,
  };
}

/** Each table as it shall be: a customer is a partition, and what is in it is sorted by the range key. */
export function tableDefinitions(names: TableNames): CreateTableCommandInput[] {
  return [
    keyedBy(names.carts, 'user_id', 'sku'),
    {
      ...keyedBy(names.sessions, 'user_id', 'session_timestamp', 'session_id'),
      GlobalSecondaryIndexes: [
        {
          IndexName: sessionIdIndex,
          KeySchema: [{ AttributeName: 'session_id', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ],
    },
    keyedBy(names.notifications, 'user_id', 'notification_id'),
  ];
}

function keyedBy(table: string, hash: string, range: string, ...indexed: string[]): CreateTableCommandInput {
  return {
    TableName: table,
    // A shop's day has peaks, and nobody is there to plan for them. A table that has been changed to PROVISIONED stays so.
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [
      { AttributeName: hash, KeyType: 'HASH' },
      { AttributeName: range, KeyType: 'RANGE' },
    ],
    AttributeDefinitions: [hash, range, ...indexed].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
  };
}
