import type { ShopEvent } from '@mosaico/bus';
import type { Caches } from '../caches.ts';

/**
 * What this part announced has been forgotten by its caches at the commit; here again, for a process that ended between the two, or
 * could not reach a cache. To forget twice does no harm, so this needs no inbox.
 */
export function createOwnEventHandler(forget: Caches['forget']): (event: ShopEvent) => Promise<void> {
  return (event) => forget([event]);
}
