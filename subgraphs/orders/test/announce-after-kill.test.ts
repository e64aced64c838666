import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from '@jest/globals';
import type { ShopEvent } from '@mosaico/bus';
import { waitFor } from '@mosaico/testing';
import { aSubgraph } from './ask.ts';
import { describeOnEveryEngine, type TestShop } from './engines.ts';
import { eventsIn } from './events.ts';
import { aBusWithListener } from './listener.ts';
import { aSellable } from './records.ts';

const placer = fileURLToPath(new URL('./place-until-killed.ts', import.meta.url));

/**
 * Lets a process place orders, and bring what it may of their events to a bus, until it has acknowledged so many; kills it.
 * @returns the orders that it acknowledged, and the ids of the events of which it said that it has begun to publish them
 */
async function placeAndKill(
  url: string,
  { atLeast, mode }: { atLeast: number; mode: 'relay' | 'silent' },
): Promise<{ orders: string[]; published: string[] }> {
  const child = spawn(process.execPath, ['--no-warnings', placer, url, mode], {
    env: {},
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const orders: string[] = [];
  const published: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith('event ')) published.push(line.slice('event '.length));
    else orders.push(line);
    if (orders.length >= atLeast) child.kill('SIGKILL');
  }
  await exited;
  expect(child.signalCode).toBe('SIGKILL');
  return { orders, published };
}

describeOnEveryEngine('a process that is killed between a commit and its event', (shop: () => TestShop) => {
  const closables: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const one of closables.splice(0).reverse()) await one.close();
  });

  test('leaves the event to the next one: each order and each movement is told, in its order', async () => {
    const { stores, url } = shop();
    await stores.stock.upsert(
      ['A', 'B', 'C'].map((sku) => aSellable({ sku, onHand: 100_000 })),
      { at: new Date() },
    );
    const acknowledged: string[] = [];
    const published: string[] = [];
    // The last one dies before it has announced anything.
    for (const [atLeast, mode] of [
      [3, 'relay'],
      [9, 'relay'],
      [2, 'silent'],
    ] as const) {
      const run = await placeAndKill(url, { atLeast, mode });
      acknowledged.push(...run.orders);
      published.push(...run.published);
    }
    const { events: waiting } = await stores.outbox.backlog();
    expect(waiting).toBeGreaterThanOrEqual(2 * 4);
    expect(published.length).toBeGreaterThan(0);

    const { bus, heard } = await aBusWithListener(['order.created', 'stock.changed']);
    closables.push(bus);
    closables.push(aSubgraph({ stores: { ...stores, close: () => Promise.resolve() }, bus }));
    await waitFor(async () => (await stores.outbox.backlog()).events === 0, {
      deadlineMs: 60_000,
      describe: 'an empty outbox',
    });

    // By the dead or by us.
    const all = await eventsIn(shop());
    const told = new Set([...published, ...heard.map(({ id }) => id)]);
    expect(all.filter(({ id }) => !told.has(id))).toEqual([]);
    const { orders } = await stores.orders.counts();
    const created = all.filter(({ type }) => type === 'order.created').map(({ subject }) => subject);
    expect(new Set(created).size).toBe(orders);
    expect(created).toHaveLength(orders);
    expect(acknowledged.filter((id) => !created.includes(id))).toEqual([]);
    for (const sku of ['A', 'B', 'C']) {
      // The first movement is the opening stock.
      expect(movementsOf(all, sku)).toEqual(Array.from({ length: orders }, (_, index) => index + 2));
      const later = movementsOf(heard, sku);
      expect(later).toEqual(later.toSorted((a, b) => a - b));
    }
  }, 180_000);
});

function movementsOf(events: readonly ShopEvent[], sku: string): number[] {
  return events.flatMap(({ type, data }) => (type === 'stock.changed' && data.sku === sku ? [data.movement] : []));
}
