import type { CategoryRecord, ProductRecord, ReviewRecord } from '../../src/index.ts';

/** The nth well-formed id. */
export function id(n: number): string {
  return n.toString(16).padStart(24, '0');
}

/** The nth second of a day. */
export function time(n: number): Date {
  return new Date(Date.UTC(2026, 2, 1) + n * 1_000);
}

/** Kitchen with Coffee and Knives in it, and Garden. */
export const shelves = {
  kitchen: { id: id(0xc1), parentId: null, slug: 'kitchen', name: 'Kitchen' },
  coffee: { id: id(0xc2), parentId: id(0xc1), slug: 'coffee-and-tea', name: 'Coffee & Tea' },
  knives: { id: id(0xc3), parentId: id(0xc1), slug: 'knives', name: 'Knives' },
  garden: { id: id(0xc4), parentId: null, slug: 'garden', name: 'Garden' },
} satisfies Record<string, CategoryRecord>;

/** A believable product; what a test is about is given. */
export function productRecord(n: number, given: Partial<ProductRecord> & { price?: string } = {}): ProductRecord {
  const { price = '10.00', ...fields } = given;
  return {
    id: id(n),
    name: `Product ${n}`,
    brand: 'Northwind',
    description: '',
    categoryId: shelves.coffee.id,
    variants: [{ sku: `SKU-${n}`, price, attributes: [] }],
    specifications: [],
    tags: [],
    images: [],
    createdAt: time(n),
    updatedAt: time(n),
    ...fields,
  };
}

export function reviewRecord(n: number, given: Partial<ReviewRecord> = {}): ReviewRecord {
  return {
    id: id(0xe0000 + n),
    productId: id(1),
    customerId: String(1_000_000 + n),
    rating: 4,
    title: `Title ${n}`,
    body: `Body ${n}`,
    createdAt: time(n),
    ...given,
  };
}

/** Numbers from 0 up to but without 1, the same for the same seed (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
