import {
  MongoClientClosedError,
  MongoError,
  MongoNetworkError,
  MongoNotConnectedError,
  MongoServerError,
  MongoServerSelectionError,
  MongoTopologyClosedError,
  MongoWriteConcernError,
} from 'mongodb';
import type { Fields } from '../checks/plain.ts';
import { DocumentError, queryFailed, writeRefused } from '../errors.ts';
import { toDuplicateKeyError } from './duplicate-key.ts';

export type OperationKind = 'read' | 'write' | 'index';

/** Runs an operation of the driver; what it rejects with becomes an error of this package, with the driver's as its cause. */
export async function mapErrors<R>(kind: OperationKind, operation: () => Promise<R>): Promise<R> {
  try {
    return await operation();
  } catch (error) {
    throw toDocumentError(kind, error);
  }
}

/** @param inserted the document that was being inserted, if one was */
export function toDocumentError(kind: OperationKind, error: unknown, inserted?: Fields): unknown {
  if (isSocketError(error)) {
    return new DocumentError('STORE_UNAVAILABLE', `MongoDB did not answer: ${error.message}`, { cause: error });
  }
  if (!(error instanceof MongoError)) return error;
  if (error.code === 11000) return toDuplicateKeyError({ error, message: error.message, inserted });
  if (isUnavailable(error)) {
    return new DocumentError('STORE_UNAVAILABLE', `MongoDB did not answer: ${error.message}`, { cause: error });
  }
  if (!(error instanceof MongoServerError)) {
    return new DocumentError('STORE_FAILED', `The MongoDB driver failed: ${error.message}`, { cause: error });
  }
  if (kind === 'index' && (error.code === 85 || error.code === 86)) {
    return new DocumentError('INDEX_CONFLICT', error.message, { cause: error });
  }
  if (isRefusal(error)) {
    return kind === 'read' ? queryFailed(error.message, error) : writeRefused(error.message, error);
  }
  return new DocumentError('STORE_FAILED', `MongoDB failed: ${error.message}`, { cause: error });
}

/** What Node says of a connection that is reset while something is written to it, the driver hands on as it is. */
function isSocketError(error: unknown): error is Error {
  return Error.isError(error) && !(error instanceof MongoError) && 'syscall' in error;
}

function isUnavailable(error: MongoError): boolean {
  return (
    error instanceof MongoNetworkError ||
    error instanceof MongoServerSelectionError ||
    error instanceof MongoNotConnectedError ||
    error instanceof MongoClientClosedError ||
    error instanceof MongoTopologyClosedError ||
    error instanceof MongoWriteConcernError ||
    error.hasErrorLabel('RetryableWriteError') ||
    // All connections are in use by operations that take longer than this one may wait. The driver does not export the class.
    error.name === 'MongoWaitQueueTimeoutError' ||
    (typeof error.code === 'number' && unavailableCodes.has(error.code))
  );
}

/** HostUnreachable, HostNotFound, MaxTimeMSExpired, NetworkTimeout, shutdown and "not primary" states. */
const unavailableCodes = new Set([6, 7, 50, 89, 91, 189, 10107, 11600, 11602, 13435, 13436]);

/** What the server says of an operation that the data does not allow, as opposed to its own troubles and to permissions. */
function isRefusal(error: MongoServerError): boolean {
  return typeof error.code === 'number' && (refusalCodes.has(error.code) || error.code >= 15_000);
}

/** BadValue, FailedToParse, TypeMismatch, Overflow, PathNotViable, ConflictingUpdateOperators, …, ImmutableField, ConversionFailure, parallel arrays. */
const refusalCodes = new Set([2, 9, 14, 15, 28, 40, 52, 54, 55, 56, 57, 66, 171, 241]);
