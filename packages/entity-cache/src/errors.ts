/** What can go wrong with the cache itself; a tier that is away is none of it. */
export const CacheErrorCode = {
  /** The cache was made or asked in a way that cannot be meant. */
  misuse: 'CACHE_MISUSE',
  /** An entity holds what would come back from the cache as something else. */
  unfitValue: 'CACHE_VALUE_UNFIT',
  /** An invalidation did not reach every place that may hold the entity: it has to be repeated. */
  unconfirmed: 'CACHE_INVALIDATION_UNCONFIRMED',
} as const;
export type CacheErrorCode = (typeof CacheErrorCode)[keyof typeof CacheErrorCode];

/** An error of this package; its message says what was required and what arrived. */
export class CacheError extends Error {
  override readonly name = 'CacheError';
  readonly code: CacheErrorCode;

  constructor(code: CacheErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
