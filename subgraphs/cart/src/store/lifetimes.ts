const hourMs = 3_600_000;

/** How long a cart line stays after its last change. */
export const cartLineLifetimeMs = 30 * 24 * hourMs;
/** How long a session stays after its beginning. */
export const sessionLifetimeMs = 24 * hourMs;
/** How long a notification stays after it was written. */
export const notificationLifetimeMs = 90 * 24 * hourMs;

/**
 * The value of `expires_at`, in the epoch seconds that DynamoDB's TTL reads.
 * TTL deletes up to days late, so every read and every condition leaves out the expired by itself.
 */
export function expirySeconds(since: Date, lifetimeMs: number): number {
  return Math.ceil((since.getTime() + lifetimeMs) / 1000);
}

/** An item is live while its `expires_at` is greater than this. */
export function epochSeconds(now: Date): number {
  return Math.floor(now.getTime() / 1000);
}

/** Whether a line that was last changed then is still shown. */
export function isLineLive({ updatedAt }: { readonly updatedAt: Date }, now: Date): boolean {
  return expirySeconds(updatedAt, cartLineLifetimeMs) > epochSeconds(now);
}
