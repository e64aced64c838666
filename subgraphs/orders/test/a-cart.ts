import type { SubgraphExecutor } from '@mosaico/service';

/** A cart subgraph that knows one cart, as far as this subgraph asks for it. */
export interface TestCart {
  lines: { sku: string; quantity: number }[];
  updatedAt: Date;
  /** The names of the operations, and in whose name they came. */
  asked: string[];
  /** When set, what every question is answered with instead. */
  failure: Error | null;
  /** Called before each answer. */
  beforeAnswer: () => Promise<void>;
  execute: SubgraphExecutor;
}

export function aCart(lines: TestCart['lines']): TestCart {
  const cart: TestCart = {
    lines,
    updatedAt: new Date('2026-03-01T00:00:00.000Z'),
    asked: [],
    failure: null,
    beforeAnswer: () => Promise.resolve(),
    async execute({ query, identity }) {
      const operation = /(\w+) \{/.exec(query)?.[1] ?? '';
      cart.asked.push(`${operation} of ${identity.customerId ?? 'nobody'}`);
      await cart.beforeAnswer();
      if (cart.failure) throw cart.failure;
      if (operation === 'OrdersReadCart') {
        const updatedAt = cart.lines.length === 0 ? null : cart.updatedAt.toISOString();
        return { data: { cart: { updatedAt, items: cart.lines } } };
      }
      cart.lines = [];
      return { data: { clearCart: { id: 'cart' } } };
    },
  };
  return cart;
}
