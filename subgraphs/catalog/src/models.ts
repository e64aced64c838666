import type { Category } from './domain/category.ts';
import type { Facet } from './domain/facets.ts';
import type { ProductList } from './domain/product-page.ts';
import type { Product, Variant } from './domain/product.ts';
import type { Review } from './domain/review.ts';
import type { ProductMatches } from './domain/search-products.ts';

/** What the resolvers of each type receive as their parent. */
export type ProductModel = Product;
export interface VariantModel {
  readonly variant: Variant;
  readonly product: Product;
}
export type CategoryModel = Category;
export type ReviewModel = Review;
export type FacetModel = Facet;
export type ProductConnectionModel = ProductList;
export type ProductSearchConnectionModel = ProductMatches;
