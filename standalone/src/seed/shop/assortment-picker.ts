import type { ShopProduct } from './products.ts';
import type { Random } from './random.ts';

/** Chooses products as shoppers do: a few all the time, most now and then. */
export interface AssortmentPicker {
  /** One that was in the catalog at the moment. */
  pick(random: Random, moment: Date): ShopProduct;
}

/** @param products all of the shop, in memory: some 2 kB each */
export function createAssortmentPicker(products: readonly ShopProduct[]): AssortmentPicker {
  const cumulative: number[] = [];
  let total = 0;
  for (const { popularity } of products) cumulative.push((total += popularity));
  const draw = (random: Random): ShopProduct => {
    const target = random.float() * total;
    let low = 0;
    let high = cumulative.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((cumulative[middle] ?? total) > target) high = middle;
      else low = middle + 1;
    }
    const product = products[low];
    if (product === undefined) throw new Error('An assortment needs at least one product.');
    return product;
  };
  return {
    pick(random, moment) {
      // Most products were there long before the window, so a few tries find one that was.
      for (;;) {
        const product = draw(random);
        if (product.record.createdAt <= moment) return product;
      }
    },
  };
}
