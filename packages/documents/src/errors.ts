/** Every code an error of this package can carry. A duplicate key is expected in normal use; the others mean a mistake or a failing store. */
export const documentErrorCodes = {
  duplicateKey: 'DUPLICATE_KEY',
  unsupportedOperator: 'UNSUPPORTED_OPERATOR',
  invalidArgument: 'INVALID_ARGUMENT',
  writeRefused: 'WRITE_REFUSED',
  queryFailed: 'QUERY_FAILED',
  indexConflict: 'INDEX_CONFLICT',
  storeInUse: 'STORE_IN_USE',
  storeUnavailable: 'STORE_UNAVAILABLE',
  storeFailed: 'STORE_FAILED',
  closed: 'DATABASE_CLOSED',
} as const;

export type DocumentErrorCode = (typeof documentErrorCodes)[keyof typeof documentErrorCodes];

/** What every error of this package is. `cause` holds the error of the engine beneath, if there was one. */
export class DocumentError extends Error {
  readonly code: DocumentErrorCode;

  constructor(code: DocumentErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'DocumentError';
    this.code = code;
  }
}

/** A unique index (or `_id`) already holds the key. Nothing of the refused document was stored. */
export class DuplicateKeyError extends DocumentError {
  /** The name of the index, `_id_` for the primary key. */
  readonly index: string;
  /** The indexed paths and the values that were refused; empty if the server did not say. */
  readonly key: Readonly<Record<string, unknown>>;
  /** The positions of the refused documents or operations in the array that was given; `[0]` for a single write. */
  readonly positions: readonly number[];

  constructor(
    duplicate: { index: string; key: Readonly<Record<string, unknown>>; positions?: readonly number[] },
    options?: ErrorOptions,
  ) {
    super('DUPLICATE_KEY', `The index ${duplicate.index} already holds ${JSON.stringify(duplicate.key)}.`, options);
    this.name = 'DuplicateKeyError';
    this.index = duplicate.index;
    this.key = duplicate.key;
    this.positions = duplicate.positions ?? [0];
  }
}

/** An operator that is not in `supportedOperators`: refused by both adapters, so that no engine answers where another would not. */
export class UnsupportedOperatorError extends DocumentError {
  readonly operator: string;

  constructor(operator: string, message: string) {
    super('UNSUPPORTED_OPERATOR', message);
    this.name = 'UnsupportedOperatorError';
    this.operator = operator;
  }
}

/** The call itself was wrong: an unknown option, a value no document may hold, a malformed filter. Nothing was read or written. */
export function invalidArgument(message: string): DocumentError {
  return new DocumentError('INVALID_ARGUMENT', message);
}

/** The write does not fit the document or its indexes, such as `$inc` of a string. Nothing of it is stored. */
export function writeRefused(message: string, cause?: unknown): DocumentError {
  return new DocumentError('WRITE_REFUSED', message, { cause });
}

/** An expression or a sort met data it cannot work on, such as a division by zero. */
export function queryFailed(message: string, cause?: unknown): DocumentError {
  return new DocumentError('QUERY_FAILED', message, { cause });
}

export function databaseClosed(): DocumentError {
  return new DocumentError('DATABASE_CLOSED', 'The database is closed.');
}
