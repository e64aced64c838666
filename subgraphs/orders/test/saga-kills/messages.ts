import type { KillPoint } from './points.ts';

/** To the process: what to do until it ends. */
export interface Run {
  readonly url: string;
  readonly seed: number;
  /** Null for one that its parent kills. */
  readonly arm: { readonly point: KillPoint; readonly nth: number } | null;
  readonly ordersEach: number;
}

/** From the process. */
export type Report =
  | { readonly is: 'acknowledged'; readonly orderId: string; readonly what: 'placed' | 'paid' | 'cancelled' }
  | { readonly is: 'done' };
