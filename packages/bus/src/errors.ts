import { isUnavailable } from '@mosaico/service';

/** What can go wrong with events, beside what a store or a transport throws. */
export const BusErrorCode = {
  /** What was to be published does not conform to the schema of its type. */
  invalidEvent: 'INVALID_EVENT',
  /** A handler says that no further try can help: the event becomes a dead letter at once. */
  unprocessable: 'UNPROCESSABLE_EVENT',
  /** Work was left undone because the process ends; it is delivered again. */
  stopped: 'STOPPED',
} as const;
export type BusErrorCode = (typeof BusErrorCode)[keyof typeof BusErrorCode];

export class BusError extends Error {
  override readonly name = 'BusError';
  readonly code: BusErrorCode;

  constructor(code: BusErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.code = code;
  }
}

/** For a handler to throw: the event as it is can never be handled. `reason` is for the person who reads the dead letters. */
export function unprocessable(reason: string, cause?: unknown): BusError {
  return new BusError(BusErrorCode.unprocessable, reason, { cause });
}

/** Of a cache that could not be told what is no longer true: the code as `@mosaico/entity-cache` has it. */
const unconfirmed = 'CACHE_INVALIDATION_UNCONFIRMED';

/** True when what a handler needs does not answer, which is no fault of the event: it is to be delivered again until it does. */
export function isPassing(error: unknown): boolean {
  return isUnavailable(error) || hasCode(error, unconfirmed);
}

export function hasCode(error: unknown, code: string): boolean {
  return Error.isError(error) && 'code' in error && error.code === code;
}
