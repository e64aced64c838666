import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { createEventFactory, type ShopEvent } from '@mosaico/bus';
import { quantile, secondsSince } from '../bench.ts';
import type { Contender } from './contenders.ts';

/** So many orders have events at once: those of one are in order. */
const orders = 200;
/** So many changes are committed at once. */
const committers = 8;

const createEvent = createEventFactory({ source: 'orders', newId: randomUUID });

/** A contender under way, and when its effects are made. */
export interface Flow {
  readonly contender: Contender;
  /** By the ids of events, in milliseconds of `performance.now()`. */
  readonly applied: ReadonlyMap<string, number>;
}

/** Commits so many changes as fast as it goes. @returns effects a second, from the first commit to the last effect */
export async function rate({ contender, applied }: Flow, count: number): Promise<number> {
  const before = applied.size;
  const started = performance.now();
  let next = 0;
  await Promise.all(
    Array.from({ length: committers }, async () => {
      while (next < count) await contender.change(anEvent(next++));
    }),
  );
  while (applied.size < before + count) await delay(1);
  return count / secondsSince(started);
}

/** Commits changes at a steady rate. @returns the milliseconds from each commit to its effect */
export async function latencies({ contender, applied }: Flow, options: { perSecond: number; seconds: number }) {
  const { perSecond, seconds } = options;
  const committed = new Map<string, number>();
  const changes: Promise<void>[] = [];
  const started = performance.now();
  const count = Math.ceil(perSecond * seconds);
  for (let number = 0; number < count; number += 1) {
    const due = started + (number * 1_000) / perSecond;
    if (due > performance.now()) await delay(due - performance.now());
    const event = anEvent(number);
    changes.push(contender.change(event).then(() => void committed.set(event.id, performance.now())));
  }
  await Promise.all(changes);
  while (Array.from(committed.keys()).some((id) => !applied.has(id))) await delay(5);
  // An effect may be made before whoever committed the change hears of the commit.
  const all = Array.from(committed, ([id, at]) => Math.max(0, (applied.get(id) ?? NaN) - at));
  return { p50: quantile(all, 0.5), p99: quantile(all, 0.99) };
}

function anEvent(number: number): ShopEvent {
  const at = new Date();
  const orderId = String(number % orders);
  return createEvent('order.cancelled', {
    aggregate: { kind: 'order', id: orderId },
    at,
    data: {
      orderId,
      customerId: '1000001',
      reason: 'It was ordered twice.',
      cancelledAt: at.toISOString(),
      items: Array.from({ length: 3 }, (_, line) => ({ sku: `SKU-${line}`, quantity: 1 })),
    },
  });
}
