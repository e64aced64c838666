import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { PoolState } from '@mosaico/service';
import { nameUnreachable } from './failures.ts';

/** How many requests of one question are under way at once; more wait in the process, where no socket's timeout runs against them. */
export const requestWidth = 32;

/** The most sockets of a process: two of the widest questions at once. */
const maxSockets = 2 * requestWidth;
/** A connection in one region takes milliseconds; a second leaves room for a lost packet, which TCP sends again after one. */
const connectTimeoutMs = 1_000;
/** The most that an attempt takes, its connection included, and the longest silence within an answer. */
const attemptTimeoutMs = 1_400;
/**
 * One retry, after at most 25 ms, or 1 s where DynamoDB throttles. A DynamoDB that does not answer is known to be down
 * after 2 × 1,400 + 25 ms, within the limit of every question.
 */
const maxAttempts = 2;

export interface DynamoConnection {
  readonly client: DynamoDBClient;
  /** The same, for items as plain objects. */
  readonly documents: DynamoDBDocumentClient;
  /** Its sockets. */
  pool(): PoolState;
}

/** A client of a DynamoDB, whose failures are as `isDynamoUnavailable` tells them, and refusals as the SDK does. Nothing is connected yet. */
export function createDynamoClient(options: {
  /** Null for what the SDK finds by itself. */
  endpoint: string | null;
  /** Undefined for what the SDK finds by itself. */
  region: string | undefined;
  /** True when the SDK shall find credentials; otherwise made-up ones serve, as embedded and local engines ask for none. */
  ownCredentials: boolean;
}): DynamoConnection {
  const httpAgent = new HttpAgent({ keepAlive: true, maxSockets });
  const httpsAgent = new HttpsAgent({ keepAlive: true, maxSockets });
  const client = new DynamoDBClient({
    ...(options.endpoint === null ? {} : { endpoint: options.endpoint }),
    ...(options.region === undefined ? {} : { region: options.region }),
    ...(options.ownCredentials ? {} : { credentials: { accessKeyId: 'mosaico', secretAccessKey: 'mosaico' } }),
    maxAttempts,
    requestHandler: {
      connectionTimeout: connectTimeoutMs,
      requestTimeout: attemptTimeoutMs,
      throwOnRequestTimeout: true,
      socketTimeout: attemptTimeoutMs,
      httpAgent,
      httpsAgent,
    },
  });
  nameUnreachable(client);
  return {
    client,
    documents: DynamoDBDocumentClient.from(client),
    pool: () => ({
      used: count(httpAgent.sockets) + count(httpsAgent.sockets),
      idle: count(httpAgent.freeSockets) + count(httpsAgent.freeSockets),
      waiting: count(httpAgent.requests) + count(httpsAgent.requests),
    }),
  };
}

function count(listsByOrigin: NodeJS.ReadOnlyDict<readonly unknown[]>): number {
  return Object.values(listsByOrigin).reduce((sum, list = []) => sum + list.length, 0);
}
