import type { Handlers } from '@mosaico/bus';

/** What this part of the shop does when something has happened. */
export function createHandlers(): Handlers {
  return {};
}
