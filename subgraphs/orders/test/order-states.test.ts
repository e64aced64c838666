import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mayBecome, orderTransitions } from '../src/domain/order-states.ts';
import type { OrderStatus } from '../src/store/order-store.ts';

const statuses = Object.keys(orderTransitions) as OrderStatus[];
const status = fc.constantFrom(...statuses);

/** Where a walk that asks before each step ends, and the steps that it took. */
function walk(wishes: readonly OrderStatus[]): OrderStatus[] {
  const taken: OrderStatus[] = ['pending'];
  for (const wish of wishes) if (mayBecome(taken.at(-1) ?? 'pending', wish)) taken.push(wish);
  return taken;
}

test('Whatever is wished for, an order takes each status once at most, in the one order that there is', () => {
  const way: readonly OrderStatus[] = ['pending', 'processing', 'shipped', 'delivered'];
  fc.assert(
    fc.property(fc.array(status, { maxLength: 30 }), (wishes) => {
      const taken = walk(wishes);
      const forward = taken.filter((one) => one !== 'cancelled');
      expect(forward).toEqual(way.slice(0, forward.length));
      expect(new Set(taken).size).toBe(taken.length);
    }),
  );
});

test('What has been sent is not cancelled, and what is cancelled or delivered stays so', () => {
  fc.assert(
    fc.property(fc.array(status, { maxLength: 30 }), status, (wishes, next) => {
      const taken = walk(wishes);
      const last = taken.at(-1) ?? 'pending';
      if (taken.includes('shipped')) expect(taken).not.toContain('cancelled');
      if (last === 'cancelled' || last === 'delivered') expect(mayBecome(last, next)).toBe(false);
      expect(mayBecome(next, next)).toBe(false);
    }),
  );
});
