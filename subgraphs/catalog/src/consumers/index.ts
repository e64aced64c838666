import type { Handlers } from '@mosaico/bus';
import type { Caches } from '../caches.ts';
import type { CatalogPorts } from '../store/catalog-stores.ts';
import { createProductDeletedHandler } from './product-deleted.ts';
import { createCustomerClosedHandler } from './customer-closed.ts';
import { createProductUpdatedHandler } from './product-updated.ts';
import { createReviewAddedHandler } from './review-added.ts';
import { createStockChangedHandler } from './stock-changed.ts';

/** What the catalog does when another part of the shop did something, or another process of its own. */
export function createHandlers(options: {
  stores: Pick<CatalogPorts, 'reviews' | 'availability'>;
  forget: Caches['forget'];
}): Handlers {
  const { stores, forget } = options;
  return {
    'customer.closed': createCustomerClosedHandler({ reviews: stores.reviews }),
    'product.updated': createProductUpdatedHandler({ forget }),
    'product.deleted': createProductDeletedHandler({ forget }),
    'review.added': createReviewAddedHandler({ reviews: stores.reviews, forget }),
    'stock.changed': createStockChangedHandler({ availability: stores.availability, forget }),
  };
}
