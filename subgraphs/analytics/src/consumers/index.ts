import type { Handlers } from '@mosaico/bus';

/** What this part of the shop does when another one did something. */
export function createHandlers(): Handlers {
  return {};
}
