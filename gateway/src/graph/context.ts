import type { Identity } from '@mosaico/service';

/** What one request of a client holds: who asks, and the id that follows the request through every process and log. */
export interface GraphContext {
  readonly identity: Identity;
  readonly requestId: string;
}
