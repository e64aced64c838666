import type { Handlers } from '@mosaico/bus';

/** What the catalog does when another part of the shop did something. */
export function createHandlers(): Handlers {
  return {};
}
