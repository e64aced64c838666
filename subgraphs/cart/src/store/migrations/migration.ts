import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** What the steps of the migration are done with. */
export interface Migration {
  readonly client: Pick<DynamoDBClient, 'send'>;
  readonly pause: (ms: number) => Promise<unknown>;
}
