import { askSubgraph, codedError, ErrorCode, type Identity, type SubgraphExecutor } from '@mosaico/service';
import type { CatalogClient } from './catalog-client.ts';

const findProduct = 'query CartFindVariant($sku: String!) { product(sku: $sku) { id } }';

/** Asks the catalog subgraph, in the name of whoever asks the cart. */
export function createSubgraphCatalogClient(options: {
  execute: SubgraphExecutor;
  identity: Identity;
  requestId: string;
  /** When the caller's operation must be answered. */
  deadlineAt?: number | undefined;
}): CatalogClient {
  const { execute, identity, requestId, deadlineAt } = options;
  return {
    async findVariant(sku) {
      const request = { query: findProduct, variables: { sku }, identity, requestId, deadlineAt };
      try {
        const { product } = await askSubgraph<{ product: { id: string } | null }>(execute, request);
        return product && { sku, productId: product.id };
      } catch (error) {
        throw withItsCode(error);
      }
    },
  };
}

/** A failure that has a code for the client keeps it; any other stays unexpected. */
function withItsCode(error: unknown): unknown {
  if (!Error.isError(error) || !('code' in error)) return error;
  const { code } = error;
  if (
    code === ErrorCode.storeUnavailable ||
    code === ErrorCode.subgraphUnavailable ||
    code === ErrorCode.deadlineExceeded
  ) {
    return codedError(code, 'The catalog part of the shop does not answer.', { cause: error });
  }
  return error;
}
