import { createStoreSet, storeNames } from '@mosaico/stores';
import { requiresRealStores } from './config.ts';

/**
 * Whether every real store can be started here; where one cannot, it says which and what to type. True where they are
 * required, since there whatever is missing has to fail a test.
 */
export function hasRealStores(): boolean {
  if (requiresRealStores()) return true;
  const stores = createStoreSet();
  const missing = storeNames.map((name) => stores.missing(name)).find((reason) => reason !== null);
  if (missing === undefined) return true;
  process.stderr.write(`The whole shop is not tested on real stores: ${missing}\n`);
  return false;
}
