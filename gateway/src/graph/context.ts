import type { Identity } from '@mosaico/service';
import type { KeptAnswer } from '../response-cache/operation-policy.ts';

/** What one request of a client holds: who asks, and the id that follows the request through every process and log. */
export interface GraphContext {
  readonly identity: Identity;
  readonly requestId: string;
  /** Where it is told whether the answer may be kept; absent where nobody would keep it. */
  readonly answer?: { kept: KeptAnswer | null };
  /** The IP address that the request came from. */
  readonly clientAddress?: string;
}
