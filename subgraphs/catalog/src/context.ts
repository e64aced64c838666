import type { Currency, Identity } from '@mosaico/service';
import { createLoaders, type Loaders } from './loaders.ts';
import type { CatalogStores } from './store/catalog-stores.ts';

/** What one request holds. */
export interface Context {
  readonly identity: Identity;
  readonly requestId: string;
  /** Renewed by a mutation, so that what follows it reads what it wrote. */
  loaders: Loaders;
  readonly stores: CatalogStores;
  readonly currency: Currency;
  readonly now: () => Date;
  readonly newId: () => string;
}

export function createContext(options: Omit<Context, 'loaders'>): Context {
  return { ...options, loaders: createLoaders(options.stores) };
}
