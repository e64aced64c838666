import { DocumentError } from '@mosaico/documents';
import type { StoreGuard } from '@mosaico/service';
import type { CatalogPorts } from './catalog-stores.ts';

/** How long a question may take: what a shopper still waits for. */
export const limitMs = 3_000;

/** The same stores behind a guard. Bulk writes have no limit: nobody waits for a seed or an import. */
export function guardStores(guard: StoreGuard, stores: CatalogPorts): CatalogPorts {
  const bulk = { upsert: Infinity };
  return {
    products: guard.protect('products', stores.products, {
      limitMs,
      exceptions: { ...bulk, repairRemovals: Infinity },
    }),
    search: guard.protect('search', stores.search, { limitMs }),
    categories: guard.protect('categories', stores.categories, { limitMs, exceptions: bulk }),
    reviews: guard.protect('reviews', stores.reviews, { limitMs, exceptions: { ...bulk, repairRatings: Infinity } }),
    availability: guard.protect('availability', stores.availability, { limitMs, exceptions: { putMissing: Infinity } }),
    recommendations: guard.protect('recommendations', stores.recommendations, { limitMs, exceptions: bulk }),
  };
}

/** Whether a document database is away, as opposed to refusing what it was asked. */
export function isAway(error: unknown): boolean {
  return error instanceof DocumentError && awayCodes.has(error.code);
}

const awayCodes = new Set<string>(['STORE_UNAVAILABLE', 'DATABASE_CLOSED']);
