import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Logger } from './logger.ts';

/** Every code a client of the graph can meet in `extensions.code`, beside those of GraphQL servers themselves. */
export const ErrorCode = {
  /** The request is well-formed but a value in it is not acceptable. The message says what was required and what arrived. */
  badUserInput: 'BAD_USER_INPUT',
  /** The field needs a login. */
  unauthenticated: 'UNAUTHENTICATED',
  /** The caller may not see or do this. */
  forbidden: 'FORBIDDEN',
  /** A database did not answer; the rest of the answer is whole, and the same request may succeed later. */
  storeUnavailable: 'STORE_UNAVAILABLE',
  /** A part of the system did not answer. */
  subgraphUnavailable: 'SUBGRAPH_UNAVAILABLE',
  /** The time that the client's operation had is over. Whether what it was to write has been written is not known. */
  deadlineExceeded: 'DEADLINE_EXCEEDED',
  /** A fault of ours; the log holds its cause under the request's id. */
  internal: 'INTERNAL_SERVER_ERROR',
} as const;
export type ErrorCode = (typeof ErrorCode)[keyof typeof ErrorCode];

/** An error whose message is meant for the client. `cause` is for the log and never leaves the process. */
export function codedError(code: ErrorCode, message: string, options: { cause?: unknown } = {}): GraphQLError {
  return new GraphQLError(message, {
    extensions: { code },
    originalError: Error.isError(options.cause) ? options.cause : undefined,
  });
}

/** The input breaks a rule: say what was required and what arrived. */
export function badUserInput(message: string): GraphQLError {
  return codedError(ErrorCode.badUserInput, message);
}

/** The named store could not be reached or did not answer in time. */
export function storeUnavailable(store: string, cause: unknown): GraphQLError {
  return codedError(ErrorCode.storeUnavailable, `The ${store} store does not answer.`, { cause });
}

/** The code that a client would meet; undefined for an error that carries none. */
export function errorCodeOf(error: unknown): unknown {
  const extensions: unknown = Error.isError(error) && 'extensions' in error ? error.extensions : undefined;
  return typeof extensions === 'object' && extensions !== null && 'code' in extensions ? extensions.code : undefined;
}

const publicCodes = new Set<unknown>([
  ...Object.values(ErrorCode),
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_REQUEST',
]);

/** Connection-level failures as Node, pg, mysql2, mongodb, the AWS SDK and cassandra-driver name them. */
const unavailableCodes = new Set<unknown>([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOTFOUND',
  '57P01',
  '57P02',
  '57P03',
  '08001',
  '08006',
  'PROTOCOL_CONNECTION_LOST',
  'ERR_INVALID_STATE',
]);
const unavailableNames =
  /^(AggregateError|KnexTimeoutError|TimeoutError|MongoNetwork\w*|MongoServerSelectionError|MongoTopologyClosedError|MongoNotConnectedError|NoHostAvailableError|OperationTimedOutError)$/;
const unavailableMessages =
  /^(Connection terminated|timeout exceeded when trying to connect|Unable to acquire a connection|database is not open)/;

/** True when the error says that a store, or a part of the shop, could not be reached, rather than that it refused what was asked. */
export function isUnavailable(error: unknown): boolean {
  if (!Error.isError(error)) return false;
  const { code, name, message, cause } = error as Error & { code?: unknown };
  const coded = errorCodeOf(error);
  return (
    coded === ErrorCode.storeUnavailable ||
    coded === ErrorCode.subgraphUnavailable ||
    unavailableCodes.has(code) ||
    (unavailableNames.test(name) && code !== ErrorCode.badUserInput) ||
    unavailableMessages.test(message) ||
    isUnavailable(cause)
  );
}

/**
 * What a subgraph answers instead of an error it did not expect: a code and nothing of the inside.
 * Coded errors pass as they are. Never throws.
 */
export function maskError(options: {
  formatted: GraphQLFormattedError;
  error: unknown;
  store: string;
  logger: Logger;
}): GraphQLFormattedError {
  const { formatted, error, store, logger } = options;
  const original = error instanceof GraphQLError ? (error.originalError ?? error) : error;
  const code = formatted.extensions?.['code'];
  const place = {
    ...(formatted.locations ? { locations: formatted.locations } : {}),
    ...(formatted.path ? { path: formatted.path } : {}),
  };
  const unexpected = code === ErrorCode.internal || !publicCodes.has(code);
  if (!unexpected) {
    if (code === ErrorCode.storeUnavailable) logger.warn({ err: original, path: formatted.path }, 'store unavailable');
    return { message: formatted.message, ...place, extensions: { code } };
  }
  if (isUnavailable(original)) {
    logger.warn({ err: original, path: formatted.path }, 'store unavailable');
    return {
      message: `The ${store} store does not answer.`,
      ...place,
      extensions: { code: ErrorCode.storeUnavailable },
    };
  }
  logger.error({ err: original, path: formatted.path }, 'unexpected error');
  return { message: 'Something went wrong on our side.', ...place, extensions: { code: ErrorCode.internal } };
}
