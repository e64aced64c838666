import { badUserInput } from '@mosaico/service';
import type { Product } from './product.ts';

/** The most products that may be asked for. */
export const mostRelated = 20;

/**
 * What goes with a product, best first: what was recommended with it, or, where nothing was, the best rated of its category.
 * @throws BAD_USER_INPUT for a number of products that is out of range.
 */
export async function relatedProducts(options: {
  product: Product;
  first: number;
  recommendedIds: (productId: string) => Promise<readonly string[]>;
  /** In the order of the ids, null for a miss. */
  productsByIds: (ids: readonly string[]) => Promise<readonly (Product | null)[]>;
  /** At least one more than may be asked for, as the product itself may be one of them. */
  bestOfCategory: (categoryId: string) => Promise<readonly Product[]>;
}): Promise<Product[]> {
  const { product, first, recommendedIds, productsByIds, bestOfCategory } = options;
  if (first < 1 || first > mostRelated) throw badUserInput(`first must be from 1 to ${mostRelated}; got ${first}.`);
  const ids = await recommendedIds(product.id);
  const recommended = ids.length > 0 ? await productsByIds(ids.slice(0, mostRelated)) : [];
  const found = recommended.filter((other) => other !== null);
  const candidates = found.length > 0 ? found : await bestOfCategory(product.category.id);
  return candidates.filter(({ id }) => id !== product.id).slice(0, first);
}
