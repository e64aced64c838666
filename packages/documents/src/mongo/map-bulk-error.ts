import { MongoBulkWriteError, MongoServerError, type WriteError } from 'mongodb';
import { isPlainObject } from '../checks/plain.ts';
import { toDuplicateKeyError } from './duplicate-key.ts';
import { toDocumentError } from './map-errors.ts';

/**
 * The error of a batch. If every refused write met a duplicate key, it is one DuplicateKeyError with all positions;
 * otherwise the first other failure.
 */
export function mapBulkError(error: unknown): unknown {
  if (!(error instanceof MongoBulkWriteError)) return toDocumentError('write', error);
  // What ended the batch as a whole, such as a lost connection: the driver keeps it there, and is no longer of its kind itself.
  const whole: unknown = error.errorResponse;
  if (Error.isError(whole)) return toDocumentError('write', whole);
  const failures: WriteError[] = [error.writeErrors].flat();
  const other = failures.find((failure) => failure.code !== 11000);
  if (other !== undefined) {
    const failure = new MongoServerError({ message: other.errmsg ?? error.message });
    failure.code = other.code;
    return toDocumentError('write', Object.assign(failure, { cause: error }));
  }
  const [first] = failures;
  if (first === undefined) return toDocumentError('write', error);
  const operation: unknown = first.getOperation();
  return toDuplicateKeyError({
    error,
    message: first.errmsg ?? error.message,
    positions: failures.map(({ index }) => index),
    inserted: isPlainObject(operation) ? operation : undefined,
  });
}
