import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** What each store over DynamoDB is made of. */
export interface DynamoStoreOptions {
  readonly documents: DynamoDBDocumentClient;
  readonly table: string;
  /** Tells what has expired. */
  readonly now: () => Date;
  /** How long to wait before what a batch left undone is asked for again. */
  readonly pause: (ms: number) => Promise<unknown>;
}
