import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Backoff } from './backoff.ts';

/** What each store over DynamoDB is made of. */
export interface DynamoStoreOptions {
  readonly documents: Pick<DynamoDBDocumentClient, 'send'>;
  readonly table: string;
  /** Tells what has expired. */
  readonly now: () => Date;
  /** How to wait before what a batch left undone is asked for again. */
  readonly backoff: Backoff;
}
