import type { openOrdersStores } from '@mosaico/orders';
import mysql from 'mysql2/promise';

type Stores = Awaited<ReturnType<typeof openOrdersStores>>;

const customers = 1_000;
const perWrite = 5_000;
const at = new Date('2026-01-01T00:00:00.000Z');

/** Units that are never sold out, `SKU-0` and so on. */
export async function fillUnits(stores: Stores, count: number): Promise<void> {
  await stores.stock.upsert(
    Array.from({ length: count }, (_, number) => ({
      sku: `SKU-${number}`,
      catalogId: number.toString(16).padStart(24, '0'),
      categoryId: null,
      name: `Unit ${number}`,
      price: '12.5000',
      status: 'active' as const,
      onHand: 100_000_000,
    })),
    { at },
  );
}

/** Orders of the past, of one line each, with the ids from `from` to `to`. */
export async function fillOrders(stores: Stores, { from, to }: { from: number; to: number }): Promise<void> {
  await stores.customers.upsert(
    Array.from({ length: customers }, (_, number) => ({
      id: String(number + 1),
      email: `bench-${number}@mosaico.example`,
      name: `Customer ${number}`,
      passwordHash: null,
      createdAt: at,
      addresses: [],
      roles: [],
    })),
  );
  for (let first = from; first <= to; first += perWrite) {
    const count = Math.min(perWrite, to - first + 1);
    await stores.orders.addMissing(Array.from({ length: count }, (_, index) => order(first + index)));
  }
}

function order(number: number) {
  const id = String(number);
  const placedAt = new Date(at.getTime() - number * 1_000);
  return {
    ...({
      id,
      number: id,
      customerId: String(1 + (number % customers)),
      status: 'delivered',
      currency: 'GBP',
    } as const),
    ...{ subtotal: '12.50', total: '12.50', placedAt },
    items: [{ sku: `SKU-${number % 40}`, name: 'Unit', quantity: 1, unitPrice: '12.5000', lineTotal: '12.50' }],
    history: [{ status: 'delivered' as const, at: placedAt, reason: null }],
  };
}

/** Has the ids of sagas and payments counted up from far above all other numbers, and far from each other. */
export async function countNamedIdsFrom(url: string, first: number): Promise<void> {
  const connection = await mysql.createConnection(url);
  try {
    await connection.query(`alter table sagas auto_increment = ${2 * first}`);
    await connection.query(`alter table payments auto_increment = ${3 * first}`);
  } finally {
    await connection.end();
  }
}
