import type { CartStore } from '../store/cart-store.ts';

/** What each change of a cart has to be followed by, before whoever made it is answered. Never rejects. */
export type AfterCartWrite = (customerId: string) => Promise<void>;

/** The same carts. A write that failed is followed, too: nobody knows whether it was made. */
export function followCartWrites(carts: CartStore, after: AfterCartWrite): CartStore {
  async function followed<Answer>(customerId: string, write: Promise<Answer>): Promise<Answer> {
    try {
      return await write;
    } finally {
      await after(customerId);
    }
  }

  return {
    linesOf: (customerIds) => carts.linesOf(customerIds),
    linesAt: (keys) => carts.linesAt(keys),
    add: (addition) => followed(addition.customerId, carts.add(addition)),
    setQuantity: (change) => followed(change.customerId, carts.setQuantity(change)),
    remove: (key) => followed(key.customerId, carts.remove(key)),
    clear: (customerId) => followed(customerId, carts.clear(customerId)),
    erase: (customerId) => followed(customerId, carts.erase(customerId)),
    takeOrdered: (order) => followed(order.customerId, carts.takeOrdered(order)),
    async putMissing(lines) {
      try {
        return await carts.putMissing(lines);
      } finally {
        for (const customerId of new Set(lines.map((line) => line.customerId))) await after(customerId);
      }
    },
  };
}
