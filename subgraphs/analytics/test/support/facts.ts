import type { SalesFact } from '../../src/index.ts';

/** Products as the catalog names them, for tests: 24 hexadecimal digits that end in the number. */
export function productId(number: number): string {
  return number.toString(16).padStart(24, '0');
}

/** A fact with everything of little interest filled in: a sale of one mug at 10.00 to customer 1 on 2011-03-07. */
export function aFact(given: Partial<SalesFact> & { sourceLine: number }): SalesFact {
  return {
    source: 'test',
    kind: 'sale',
    occurredAt: new Date('2011-03-07T12:00:00.000Z'),
    invoice: '1000',
    orderId: null,
    sku: 'MUG',
    catalogId: productId(1),
    customerId: '1',
    country: 'France',
    quantity: 1,
    unitPrice: '10',
    ...given,
  };
}

/** Facts with lines counted from 1. */
export function facts(...given: Partial<SalesFact>[]): SalesFact[] {
  return given.map((fact, index) => aFact({ sourceLine: index + 1, ...fact }));
}

export function at(day: string, time = '12:00:00.000'): Date {
  return new Date(`${day}T${time}Z`);
}
