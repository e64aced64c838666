import type { SalesFact } from '../../src/index.ts';
import { aFact } from './facts.ts';

/** Two thousand facts of ten customers and some fifty invoices in four months, all kinds. */
export function manyFacts(): SalesFact[] {
  return Array.from({ length: 2_000 }, (_, index) => {
    const kind = index % 11 === 0 ? 'adjustment' : index % 7 === 0 ? 'return' : 'sale';
    return aFact({
      sourceLine: index + 1,
      kind,
      occurredAt: new Date(Date.UTC(2011, index % 4, 1 + (index % 28), 23, 59, 59, 999)),
      invoice: `i${index % 53}`,
      customerId: index % 10 === 0 ? null : String(index % 10),
      quantity: kind === 'sale' ? 1 + (index % 5) : -1,
      unitPrice: '1.255',
    });
  });
}
