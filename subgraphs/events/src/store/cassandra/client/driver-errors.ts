import { errors, types } from 'cassandra-driver';

/** What a cluster answers when too few of its nodes can. */
const unavailableResponses = new Set<number>([
  types.responseErrorCodes.unavailableException,
  types.responseErrorCodes.overloaded,
  types.responseErrorCodes.isBootstrapping,
  types.responseErrorCodes.readTimeout,
  types.responseErrorCodes.writeTimeout,
  types.responseErrorCodes.readFailure,
  types.responseErrorCodes.writeFailure,
]);

/**
 * A real error in place of the driver's, which inherit from Error without being errors (`Error.isError` is false), so that
 * nothing else recognises them. It keeps the driver's as its cause.
 */
export function toError(cause: unknown): Error {
  if (Error.isError(cause)) return cause;
  return new Error(`Cassandra did not do what was asked of it: ${messageOf(cause)}`, { cause });
}

/** True when an error of the driver, or what `toError` made of it, says that the cluster could not answer. */
export function isCassandraUnavailable(error: unknown): boolean {
  const cause = Error.isError(error) ? error.cause : error;
  return (
    cause instanceof errors.NoHostAvailableError ||
    cause instanceof errors.OperationTimedOutError ||
    cause instanceof errors.BusyConnectionError ||
    (cause instanceof errors.ResponseError && unavailableResponses.has(cause.code))
  );
}

function messageOf(cause: unknown): string {
  return typeof cause === 'object' && cause !== null && 'message' in cause ? String(cause.message) : String(cause);
}
