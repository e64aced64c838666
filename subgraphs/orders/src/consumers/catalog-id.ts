import { unprocessable } from '@mosaico/bus';

/** As the column of it: what is longer is no id of the catalog's. */
const longest = 24;

/** The id of a product of the catalog. @throws UNPROCESSABLE_EVENT for what can be none */
export function requireCatalogId(productId: string): string {
  if (productId.length <= longest) return productId;
  throw unprocessable(`A product's id must have at most ${longest} characters; got ${productId.length}.`);
}
