/** How long a question may take that is one request of DynamoDB, or a few: long enough for a request and its one retry. */
export const oneKeyLimitMs = 3_000;

/**
 * How long a question of up to a thousand keys may take. A DynamoDB that does not answer is known to be down within
 * `oneKeyLimitMs` here, too; what takes longer is the many requests of one that does.
 */
export const manyKeysLimitMs = 8_000;

/** How long bulk work, which nobody waits for, insists on what DynamoDB leaves undone. */
export const bulkPatienceMs = 60_000;
