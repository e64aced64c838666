import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { isUnavailable, storeUnavailable } from '@mosaico/service';

/** How many requests are under way at once; more wait in the process, where no socket's timeout runs against them. */
export const requestWidth = 32;

/** What a DynamoDB that is there, but cannot serve now, says. */
const overloaded = new Set([
  'InternalServerError',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ServiceUnavailable',
  'ThrottlingException',
]);

/**
 * A client of a DynamoDB. A store that is down fails fast: an attempt takes at most 1.4 seconds, and there are two.
 * Failures to reach it arrive as STORE_UNAVAILABLE; refusals as the SDK names them.
 */
export function createDynamoClient(options: {
  /** Null for what the SDK finds by itself. */
  endpoint: string | null;
  /** Undefined for what the SDK finds by itself. */
  region: string | undefined;
  /** True when the SDK shall find credentials; otherwise made-up ones serve, as embedded and local engines ask for none. */
  ownCredentials: boolean;
}): { client: DynamoDBClient; documents: DynamoDBDocumentClient } {
  const client = new DynamoDBClient({
    ...(options.endpoint === null ? {} : { endpoint: options.endpoint }),
    ...(options.region === undefined ? {} : { region: options.region }),
    ...(options.ownCredentials ? {} : { credentials: { accessKeyId: 'mosaico', secretAccessKey: 'mosaico' } }),
    maxAttempts: 2,
    requestHandler: {
      connectionTimeout: 1_000,
      requestTimeout: 1_400,
      throwOnRequestTimeout: true,
      httpAgent: { keepAlive: true, maxSockets: 2 * requestWidth },
      httpsAgent: { keepAlive: true, maxSockets: 2 * requestWidth },
    },
  });
  client.middlewareStack.add(
    (next) => async (request) => {
      try {
        return await next(request);
      } catch (error) {
        // Nearest to the socket, whatever fails is a failure to reach the store; `$retryable` lets the SDK try again.
        throw Object.assign(storeUnavailable('cart', error), { $retryable: {} });
      }
    },
    { step: 'deserialize', priority: 'low', name: 'codedUnreachable' },
  );
  client.middlewareStack.add(
    (next) => async (request) => {
      try {
        return await next(request);
      } catch (error) {
        const isOverloaded = Error.isError(error) && overloaded.has(error.name);
        throw isOverloaded || isUnavailable(error) ? storeUnavailable('cart', error) : error;
      }
    },
    { step: 'initialize', priority: 'high', name: 'codedOverloaded' },
  );
  return { client, documents: DynamoDBDocumentClient.from(client) };
}

/** True when the error is the refusal of this name. */
export function isRefusal(error: unknown, name: string): boolean {
  return Error.isError(error) && error.name === name;
}

/** The answer of a conditional write; null when its condition did not hold. */
export async function unlessConditionFails<Answer>(write: Promise<Answer>): Promise<Answer | null> {
  try {
    return await write;
  } catch (error) {
    if (isRefusal(error, 'ConditionalCheckFailedException')) return null;
    throw error;
  }
}
