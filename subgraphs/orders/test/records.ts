import type { CustomerImport } from '../src/store/customer-store.ts';
import type { OrderImport } from '../src/store/order-store.ts';
import type { SellableImport } from '../src/store/stock-store.ts';

/** Records that are whole and unremarkable, for tests to change what they are about. */
export function aCustomer(changes: Partial<CustomerImport> = {}): CustomerImport {
  const id = changes.id ?? '1000001';
  return {
    id,
    email: `customer-${id}@example.com`,
    name: 'Ada Lovelace',
    createdAt: new Date('2026-01-02T03:04:05.678Z'),
    addresses: [],
    roles: [],
    passwordHash: null,
    ...changes,
  };
}

export function aSellable(changes: Partial<SellableImport> = {}): SellableImport {
  return {
    sku: 'MUG-1',
    catalogId: '65a000000000000000000001',
    categoryId: '65b000000000000000000001',
    name: 'Blue mug',
    price: '4.50',
    status: 'active',
    onHand: 10,
    ...changes,
  };
}

export function anOrder(changes: Partial<OrderImport> = {}): OrderImport {
  const placedAt = changes.placedAt ?? new Date('2026-02-03T04:05:06.789Z');
  const id = changes.id ?? '1000001';
  return {
    id,
    number: id,
    customerId: null,
    status: 'delivered',
    currency: 'GBP',
    subtotal: '9.00',
    total: '9.00',
    placedAt,
    items: [{ sku: 'MUG-1', name: 'Blue mug', quantity: 2, unitPrice: '4.50', lineTotal: '9.00' }],
    history: [{ status: 'delivered', at: placedAt, reason: null }],
    ...changes,
  };
}

/** `count` numbers from 1. */
export function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

/** Does the same so many times, one after the other. */
export async function times(count: number, work: () => Promise<unknown>): Promise<void> {
  for (let done = 0; done < count; done += 1) await work();
}
