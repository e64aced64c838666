import type { CreateEvent } from '@mosaico/bus';
import type { Currency, Identity } from '@mosaico/service';
import type { AfterCommit } from './domain/after-commit.ts';
import type { Loaders } from './loaders.ts';
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
  readonly createEvent: CreateEvent;
  readonly afterCommit: AfterCommit;
}
