import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** What a DynamoDB that is there, but cannot serve now, says. */
const overloaded = new Set([
  'InternalServerError',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ServiceUnavailable',
  'ThrottlingException',
]);
const unreachable = 'UnreachableError';

/** True when DynamoDB could not be reached or cannot serve now, rather than that it refused what was asked. */
export function isDynamoUnavailable(error: unknown): boolean {
  if (!Error.isError(error)) return false;
  const { name, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
  return name === unreachable || overloaded.has(name) || ($metadata?.httpStatusCode ?? 0) >= 500;
}

/**
 * Names what fails between the SDK and DynamoDB, the socket or an answer that cannot be read, as one thing that is tried
 * again: only here, nearest to the socket, is it known to be no answer, whatever Node calls it.
 */
export function nameUnreachable(client: DynamoDBClient): void {
  client.middlewareStack.add(
    (next) => async (request) => {
      try {
        return await next(request);
      } catch (error) {
        if (Error.isError(error) && '$fault' in error) throw error;
        const message = `DynamoDB did not answer: ${Error.isError(error) ? error.message : String(error)}`;
        throw Object.assign(new Error(message, { cause: error }), { name: unreachable, $retryable: {} });
      }
    },
    { step: 'deserialize', priority: 'high', name: 'nameUnreachable' },
  );
}

/** True when the error is the refusal of this name. */
export function isRefusal(error: unknown, name: string): boolean {
  return Error.isError(error) && error.name === name;
}

/** The answer; null when it is the refusal of this name. */
export async function unlessRefused<Answer>(name: string, answer: Promise<Answer>): Promise<Answer | null> {
  try {
    return await answer;
  } catch (error) {
    if (isRefusal(error, name)) return null;
    throw error;
  }
}

/** The answer of a conditional write; null when its condition did not hold. */
export function unlessConditionFails<Answer>(write: Promise<Answer>): Promise<Answer | null> {
  return unlessRefused('ConditionalCheckFailedException', write);
}
