import { requireLogin, requireRole } from '@mosaico/service';
import type { Context } from '../context.ts';
import { addReview } from '../domain/add-review.ts';
import { createProduct } from '../domain/create-product.ts';
import { deleteProduct } from '../domain/delete-product.ts';
import { updateProduct } from '../domain/update-product.ts';
import type { MutationResolvers } from '../generated/resolvers.ts';
import { createLoaders } from '../loaders.ts';
import { toAddReviewResult, toCreateProductResult, toDeleteProductResult, toUpdateProductResult } from './results.ts';

export const Mutation = {
  async addReview(_parent, { input }, context) {
    const customerId = requireLogin(context.identity);
    const { reviews } = context.stores;
    const outcome = await addReview({ ...context, given: input, customerId, reviews });
    forgetWhatWasRead(context);
    return toAddReviewResult(outcome);
  },

  async createProduct(_parent, { input }, context) {
    requireRole(context.identity, 'merchandiser', 'admin');
    const { products, categories } = context.stores;
    const outcome = await createProduct({ ...context, given: input, products, categories });
    forgetWhatWasRead(context);
    return toCreateProductResult(outcome);
  },

  async updateProduct(_parent, { input }, context) {
    requireRole(context.identity, 'merchandiser', 'admin');
    const { products, categories } = context.stores;
    const outcome = await updateProduct({ ...context, given: input, products, categories });
    forgetWhatWasRead(context);
    return toUpdateProductResult(outcome);
  },

  async deleteProduct(_parent, { input }, context) {
    requireRole(context.identity, 'merchandiser', 'admin');
    const outcome = await deleteProduct({ ...context, given: input, products: context.stores.products });
    forgetWhatWasRead(context);
    return toDeleteProductResult(outcome);
  },
} satisfies MutationResolvers;

function forgetWhatWasRead(context: Context): void {
  context.loaders = createLoaders(context.stores.ownWrites);
}
