import type { PlacedOrder, ProductState } from '../../src/store/warehouse-inbox.ts';
import { at, productId } from './facts.ts';

/** Order 1 of customer 1 on 2011-03-07: two mugs at 10.00 and three spoons at 1.25, 23.75 in all. */
export function anOrder(given: Partial<PlacedOrder> = {}): PlacedOrder {
  return {
    id: '1',
    number: `M-${given.id ?? '1'}`,
    customerId: '1',
    placedAt: at('2011-03-07'),
    lines: [
      { sku: 'MUG', catalogId: productId(1), name: 'Mug, blue', quantity: 2, unitPrice: '10.00' },
      { sku: 'SPOON', catalogId: null, name: 'Spoon', quantity: 3, unitPrice: '1.25' },
    ],
    ...given,
  };
}

/** Product 1, a mug in two colours, at its first revision. */
export function aProductState(given: Partial<ProductState> = {}): ProductState {
  return {
    catalogId: productId(1),
    revision: 1,
    name: 'Mug',
    status: 'active',
    categoryId: 'kitchen',
    skus: ['MUG', 'MUG-RED'],
    ...given,
  };
}
