import { badUserInput } from '@mosaico/service';
import { requireDocumentId } from './ids.ts';
import { checkList, checkText } from './checks.ts';

/** Which products: all conditions that are not null must hold. */
export interface ProductFilter {
  /** In this category or one below it. */
  readonly categoryId: string | null;
  /** Of one of these brands. */
  readonly brands: readonly string[] | null;
  /** Bounds of the default variant's price, both included; decimal strings with at most four decimals. */
  readonly minPrice: string | null;
  readonly maxPrice: string | null;
  /** The least average rating, 1 to 5. */
  readonly minRating: number | null;
  /** With all of these tags. */
  readonly tags: readonly string[] | null;
}

export const everyProduct: ProductFilter = {
  categoryId: null,
  brands: null,
  minPrice: null,
  maxPrice: null,
  minRating: null,
  tags: null,
};

type Given<T> = { readonly [Key in keyof T]?: T[Key] | null };
export type GivenFilter = Given<ProductFilter>;

/**
 * Reads a filter as a client gives it; an empty list of brands or tags is no condition.
 * @throws BAD_USER_INPUT for a condition that cannot be meant.
 */
export function parseProductFilter(given: GivenFilter | null | undefined): ProductFilter {
  const { categoryId, brands, minPrice, maxPrice, minRating, tags } = given ?? {};
  const least = checkPriceBound('filter.minPrice', minPrice);
  const most = checkPriceBound('filter.maxPrice', maxPrice);
  if (least !== null && most !== null && Number(least) > Number(most)) {
    throw badUserInput(`filter.minPrice must not be above filter.maxPrice; got ${least} and ${most}.`);
  }
  if (isGiven(minRating) && !(minRating >= 1 && minRating <= 5)) {
    throw badUserInput(`filter.minRating must be from 1 to 5; got ${minRating}.`);
  }
  return {
    categoryId: isGiven(categoryId) ? requireDocumentId(categoryId, 'filter.categoryId') : null,
    brands: checkNames('filter.brands', brands, 100),
    minPrice: least,
    maxPrice: most,
    minRating: minRating ?? null,
    tags: checkNames('filter.tags', tags, 60),
  };
}

function isGiven<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}

function checkPriceBound(field: string, price: string | null | undefined): string | null {
  if (!isGiven(price)) return null;
  if (/^\d+(\.\d{1,4})?$/.test(price)) return price;
  throw badUserInput(`${field} must be 0 or more with at most four decimals; got ${price}.`);
}

function checkNames(
  field: string,
  names: readonly string[] | null | undefined,
  longest: number,
): readonly string[] | null {
  if (!isGiven(names) || names.length === 0) return null;
  checkList(field, names, { least: 1, most: 50 });
  return names.map((name, at) => checkText(`${field}[${at}]`, name, { least: 1, most: longest }));
}
