import type { CategoryRecord, RecommendationRecord } from '@mosaico/catalog';
import type { Currency } from '@mosaico/service';
import { createAssortmentPicker, type AssortmentPicker } from './assortment-picker.ts';
import { customerAt, customersPerScale, type ShopCustomer } from './customers.ts';
import { ordersOf, type ShopOrder } from './orders.ts';
import { categoriesOf, productAt, productsPerScale, type ShopProduct } from './products.ts';
import { createRandom } from './random.ts';

/** More products than this would not fit into a person's belief, nor comfortably into memory. */
const mostProducts = 100_000;

export interface ShopOptions {
  /** Names the shop: another seed, another shop. */
  readonly seed: string;
  /** 1 is 500 customers, 300 products and some 2,300 orders; everything grows with it. */
  readonly scale: number;
  /** Where the shop's past ends; the same seed and end make the same shop. */
  readonly until: Date;
  readonly currency: Currency;
}

/**
 * A made-up shop. Categories and products are held in memory (some 2 kB a product); customers and orders are made one at a
 * time as they are asked for, so a shop of a million customers needs no more memory than one of five hundred.
 */
export interface Shop {
  readonly options: ShopOptions;
  readonly customerCount: number;
  readonly categories: readonly CategoryRecord[];
  readonly products: readonly ShopProduct[];
  readonly recommendations: readonly RecommendationRecord[];
  readonly picker: AssortmentPicker;
  customers(): Iterable<ShopCustomer>;
  /** Oldest first. */
  orders(): Iterable<ShopOrder>;
}

export function generateShop(options: ShopOptions): Shop {
  const { seed, scale, until, currency } = options;
  const customerCount = customersPerScale * scale;
  const productCount = Math.min(productsPerScale * scale, mostProducts);
  const products = Array.from({ length: productCount }, (_, index) => productAt(index, { seed, until }));
  const picker = createAssortmentPicker(products);
  return {
    options,
    customerCount,
    categories: categoriesOf(seed),
    products,
    recommendations: recommendationsOf(products, seed),
    picker,
    *customers() {
      for (let index = 0; index < customerCount; index += 1) {
        yield customerAt(index, { seed, until, customers: customerCount });
      }
    },
    orders: () => ordersOf({ seed, scale, until, currency, customers: customerCount, picker }),
  };
}

/** Six things that go with each: neighbours from its own shelf, the popular first, and two that share a tag with it. */
function recommendationsOf(products: readonly ShopProduct[], seed: string): RecommendationRecord[] {
  const shelves = Map.groupBy(products, ({ categorySlug }) => categorySlug);
  for (const shelf of shelves.values()) shelf.sort((a, b) => b.popularity - a.popularity);
  const byTag = new Map<string, ShopProduct[]>();
  for (const product of products) {
    for (const tag of product.record.tags) byTag.set(tag, [...(byTag.get(tag) ?? []), product].slice(0, 60));
  }
  return products.map((product) => {
    const random = createRandom(seed, 'related', product.record.id);
    const others = (list: readonly ShopProduct[] = []): string[] =>
      list.filter((other) => other !== product).map((other) => other.record.id);
    const neighbours = random.sample(others(shelves.get(product.categorySlug)?.slice(0, 40)), 5);
    const akin = random.sample(others(byTag.get(product.record.tags[0] ?? '')), 3);
    return { productId: product.record.id, relatedIds: [...new Set([...akin, ...neighbours])].slice(0, 6) };
  });
}
