import { createStoreSet, type StoreSet } from '@mosaico/stores';

let stores: StoreSet | undefined;

/** The servers that this machine's tests share; whoever finds them up leaves them so. */
export function realStores(): StoreSet {
  return (stores ??= createStoreSet());
}
