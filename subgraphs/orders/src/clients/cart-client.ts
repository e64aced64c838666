import { askSubgraph, codedError, ErrorCode, type Identity, type SubgraphExecutor } from '@mosaico/service';
import type { OrderLine } from '../domain/order-lines.ts';

/** In whose name, and as part of which request, another part of the shop is asked. */
export interface Caller {
  readonly identity: Identity;
  readonly requestId: string;
  /** When the caller's operation must be answered, as SubgraphRequest has it. */
  readonly deadlineAt?: number | undefined;
}

/** The caller's cart, which another subgraph keeps. */
export interface CartClient {
  /**
   * What the cart holds, and when it was last changed (null while it is empty).
   * @throws SUBGRAPH_UNAVAILABLE, or what the cart subgraph says, when it cannot be read.
   */
  read(caller: Caller): Promise<{ lines: OrderLine[]; updatedAt: Date | null }>;
  /** Takes everything out of it; an empty cart is no error. For a shop without a bus. */
  clear(caller: Caller): Promise<void>;
}

interface CartAnswer {
  cart: { updatedAt: string | null; items: { sku: string; quantity: number | null }[] | null } | null;
}

/** @param options.execute asks the cart subgraph; without it every question of a cart is answered as unavailable */
export function createCartClient(options: { execute: SubgraphExecutor | undefined }): CartClient {
  async function ask<Data>(query: string, caller: Caller): Promise<Data> {
    if (options.execute === undefined) throw unavailable('No cart subgraph is configured.');
    try {
      return await askSubgraph<Data>(options.execute, { query, ...caller });
    } catch (error) {
      throw unavailable(error);
    }
  }

  return {
    async read(caller) {
      const { cart } = await ask<CartAnswer>(
        'query OrdersReadCart { cart { updatedAt items { sku quantity } } }',
        caller,
      );
      const lines = cart?.items?.map(({ sku, quantity }) => ({ sku, quantity: quantity ?? 0 }));
      if (lines === undefined || lines.some(({ quantity }) => quantity < 1)) {
        throw unavailable(new Error('the cart subgraph answered without the lines of the cart'));
      }
      return { lines, updatedAt: cart?.updatedAt ? new Date(cart.updatedAt) : null };
    },
    async clear({ identity, requestId }) {
      // Whatever is left of the caller's time: the order has been placed.
      await ask('mutation OrdersClearCart { clearCart { id } }', { identity, requestId });
    },
  };
}

function unavailable(cause: unknown) {
  return codedError(ErrorCode.subgraphUnavailable, 'The cart cannot be reached now; nothing was ordered.', { cause });
}
