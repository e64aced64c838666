import type { KillPoint } from './killable.ts';
import type { Environment } from './open-shop-stores.ts';

/** What the shop's process is asked to write. */
export type Write =
  | {
      readonly kind: 'order';
      readonly key: string;
      /** Null for a guest. */
      readonly customerId: string | null;
      readonly items: readonly { sku: string; quantity: number }[];
      /** Whether these are lines of the customer's cart, which loses them by it. */
      readonly fromCart: boolean;
    }
  | { readonly kind: 'customer'; readonly email: string };

/** To the shop's process. */
export type Command =
  | { readonly is: 'open'; readonly environment: Environment }
  | { readonly is: 'arm'; readonly point: KillPoint; readonly nth: number }
  | { readonly is: 'write'; readonly number: number; readonly write: Write }
  | { readonly is: 'stop' };

/** From it. */
export type Report =
  | { readonly is: 'open' }
  /** What was written is committed. @property id of the order or the customer */
  | { readonly is: 'written'; readonly number: number; readonly id: string };
