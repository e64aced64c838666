import { DocumentError } from '../errors.ts';

/** Runs synchronous work so that what it throws is a rejection, with an error of this package when SQLite failed. */
export function promised<R>(work: () => R): Promise<R> {
  return new Promise((resolve) => {
    try {
      resolve(work());
    } catch (error) {
      throw toDocumentError(error);
    }
  });
}

export function toDocumentError(error: unknown): unknown {
  if (!Error.isError(error) || !('code' in error) || error.code !== 'ERR_SQLITE_ERROR') return error;
  return new DocumentError('STORE_FAILED', `SQLite failed: ${error.message}.`, { cause: error });
}
