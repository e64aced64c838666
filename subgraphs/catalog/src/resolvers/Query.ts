import { badUserInput } from '@mosaico/service';
import { checkText } from '../domain/checks.ts';
import { requireDocumentId, requireSku } from '../domain/ids.ts';
import { listProducts } from '../domain/product-page.ts';
import { searchProducts } from '../domain/search-products.ts';
import type { QueryResolvers } from '../generated/resolvers.ts';
import { loadInOrder } from './load-in-order.ts';

export const Query = {
  async product(_parent, { id, sku }, { loaders }) {
    const [by, value] = exactlyOne({ id, sku });
    if (by === 'id') return loaders.product.load(requireDocumentId(value, 'id'));
    return (await loaders.variant.load(requireSku(value, 'sku')))?.product ?? null;
  },

  products(_parent, given, { stores }) {
    return listProducts({ given, products: stores.products });
  },

  search(_parent, given, { stores, loaders }) {
    return searchProducts({ given, search: stores.search, productsByIds: (ids) => loadInOrder(loaders.product, ids) });
  },

  category(_parent, { id, slug }, { stores, loaders }) {
    const [by, value] = exactlyOne({ id, slug });
    if (by === 'id') return loaders.category.load(requireDocumentId(value, 'id'));
    return stores.categories.bySlug(checkText('slug', value, { least: 1, most: 100 }));
  },

  categories(_parent, _args, { stores }) {
    return stores.categories.childrenOf([null]);
  },
} satisfies QueryResolvers;

/** @throws BAD_USER_INPUT unless one of two arguments is given, and not the other. */
function exactlyOne(given: Record<string, string | null | undefined>): [name: string, value: string] {
  const present = Object.entries(given).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  const [only] = present;
  if (only && present.length === 1) return only;
  throw badUserInput(
    `Exactly one of ${Object.keys(given).join(' and ')} must be given; got ${present.length} of them.`,
  );
}
