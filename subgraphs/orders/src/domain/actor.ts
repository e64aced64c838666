import type { Identity } from '@mosaico/service';

/** Who did something to an order, as its history keeps it: `customer:17`, `guest`, `staff:9`, `system`. */
export type Actor = 'guest' | 'system' | `customer:${string}` | `staff:${string}`;

/** Whose order it is, as the one who acts. @param customerId null for a guest */
export function actorOf(customerId: string | null): Actor {
  return customerId === null ? 'guest' : `customer:${customerId}`;
}

/** A member of staff as the one who acts. */
export function staffActor({ customerId }: Identity): Actor {
  return `staff:${customerId ?? 'unknown'}`;
}
