import type { Resolvers } from '../generated/resolvers.ts';
import { Category } from './Category.ts';
import { Mutation } from './Mutation.ts';
import { Product } from './Product.ts';
import { ProductConnection } from './ProductConnection.ts';
import { ProductSearchConnection } from './ProductSearchConnection.ts';
import { Query } from './Query.ts';
import { AddReviewResult, CreateProductResult, DeleteProductResult, UpdateProductResult } from './results.ts';
import { Review } from './Review.ts';
import { Variant } from './Variant.ts';

export const resolvers: Resolvers = {
  Query,
  Mutation,
  Product,
  Variant,
  Category,
  Review,
  ProductConnection,
  ProductSearchConnection,
  AddReviewResult,
  CreateProductResult,
  UpdateProductResult,
  DeleteProductResult,
};
