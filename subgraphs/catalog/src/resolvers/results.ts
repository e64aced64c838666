import type { AddReviewOutcome } from '../domain/add-review.ts';
import type { CreateProductOutcome } from '../domain/create-product.ts';
import type { DeleteProductOutcome } from '../domain/delete-product.ts';
import type { UpdateProductOutcome } from '../domain/update-product.ts';
import type {
  AddReviewResultResolvers,
  CreateProductResultResolvers,
  DeleteProductResultResolvers,
  ResolversTypes,
  ResolversUnionTypes,
  UpdateProductResultResolvers,
} from '../generated/resolvers.ts';

/** The members of the result unions. */
type Results = ResolversUnionTypes<ResolversTypes>;

export function toAddReviewResult(outcome: AddReviewOutcome): Results['AddReviewResult'] {
  switch (outcome.outcome) {
    case 'added':
      return outcome.review;
    case 'alreadyReviewed':
      return {
        __typename: 'AlreadyReviewed',
        message: 'You have reviewed this product before; a customer reviews a product once.',
        review: outcome.review,
      };
    case 'productNotFound':
      return productNotFound(outcome.productId);
  }
}

export function toCreateProductResult(outcome: CreateProductOutcome): Results['CreateProductResult'] {
  switch (outcome.outcome) {
    case 'created':
      return outcome.product;
    case 'skuTaken':
      return skuTaken(outcome.skus);
    case 'categoryNotFound':
      return categoryNotFound(outcome.categoryId);
  }
}

export function toUpdateProductResult(outcome: UpdateProductOutcome): Results['UpdateProductResult'] {
  switch (outcome.outcome) {
    case 'updated':
      return outcome.product;
    case 'productNotFound':
      return productNotFound(outcome.productId);
    case 'skuTaken':
      return skuTaken(outcome.skus);
    case 'categoryNotFound':
      return categoryNotFound(outcome.categoryId);
  }
}

export function toDeleteProductResult(outcome: DeleteProductOutcome): Results['DeleteProductResult'] {
  switch (outcome.outcome) {
    case 'deleted':
      return { id: outcome.productId, skus: [...outcome.skus] };
    case 'productNotFound':
      return productNotFound(outcome.productId);
  }
}

/** Only the problems carry their name; the other member of each union is the success. */
export const AddReviewResult: AddReviewResultResolvers = {
  __resolveType: (result) => problemName(result) ?? 'Review',
};
export const CreateProductResult: CreateProductResultResolvers = {
  __resolveType: (result) => problemName(result) ?? 'Product',
};
export const UpdateProductResult: UpdateProductResultResolvers = {
  __resolveType: (result) => problemName(result) ?? 'Product',
};
export const DeleteProductResult: DeleteProductResultResolvers = {
  __resolveType: (result) => problemName(result) ?? 'DeletedProduct',
};

function problemName<Name extends string>(result: object | { __typename?: Name }): Name | undefined {
  return '__typename' in result ? result.__typename : undefined;
}

function productNotFound(id: string) {
  return { __typename: 'ProductNotFound' as const, message: `There is no product with the id ${id}.` };
}

function skuTaken(skus: readonly string[]) {
  const message = `Another product has the sku ${skus.join(', ')}; a sku is unique in the shop.`;
  return { __typename: 'SkuTaken' as const, message, skus: [...skus] };
}

function categoryNotFound(id: string) {
  return { __typename: 'CategoryNotFound' as const, message: `There is no category with the id ${id}.` };
}
