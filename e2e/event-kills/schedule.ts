import { randomUUID } from 'node:crypto';
import { killPoints, type KillPoint } from './killable.ts';
import type { Write } from './messages.ts';
import type { ShopProcess } from './shop-process.ts';
import { skus, type WatchedShop } from './watched-shop.ts';

/** One end of a process under writes. */
interface Kill {
  /** Where it ends itself; `any time` when its parent ends it, wherever it is. */
  readonly at: KillPoint | 'any time';
  /** At which time it comes there; or after so many answers. */
  readonly nth: number;
  /** Whether another one lives beside it, which takes over, or one starts when it is gone. */
  readonly hasSibling: boolean;
}

/** A few kills, one after the other. */
export type Schedule = readonly Kill[];

const mostKills = 3;
const mostVisits = 8;
/** After so many writes a point that was not come to will not be. */
const mostWrites = 600;
const writers = 4;

export function makeSchedule(random: () => number): Schedule {
  const upTo = (most: number): number => Math.floor(random() * most);
  return Array.from({ length: 1 + upTo(mostKills) }, () => ({
    at: (['any time', ...killPoints] as const)[upTo(killPoints.length + 1)] ?? 'any time',
    nth: 1 + upTo(mostVisits),
    hasSibling: random() < 0.5,
  }));
}

/**
 * Writes, and kills a process while it does, as often as the schedule says; then lets the last process end what is left, and
 * checks all of it.
 * @param process one that lives
 * @returns the last one, which lives
 */
export async function runSchedule(
  shop: WatchedShop,
  options: { schedule: Schedule; random: () => number; process: ShopProcess },
): Promise<ShopProcess> {
  const { schedule, random } = options;
  const customerId = await shop.newCustomer();
  const acknowledged: string[] = [];
  let process = options.process;
  for (const kill of schedule) {
    const sibling = kill.hasSibling ? await shop.start() : null;
    await writeUntilKilled({ kill, process, sibling, acknowledged, nextWrite: () => makeWrite(random, customerId) });
    process = sibling ?? (await shop.start());
  }
  await shop.check(acknowledged);
  return process;
}

async function writeUntilKilled(options: {
  kill: Kill;
  process: ShopProcess;
  sibling: ShopProcess | null;
  /** Gets the orders that are said to be placed. */
  acknowledged: string[];
  nextWrite: () => Write;
}): Promise<void> {
  const { kill, process, sibling, acknowledged, nextWrite } = options;
  let writes = 0;
  let answers = 0;
  if (kill.at !== 'any time') process.arm(kill.at, kill.nth);
  const writer = async (): Promise<void> => {
    while (!process.isGone()) {
      writes += 1;
      if (writes > mostWrites) throw new Error(`The point "${kill.at}" was not reached by ${mostWrites} writes.`);
      const write = nextWrite();
      const id = await (sibling !== null && writes % 2 === 0 ? sibling : process).write(write);
      if (id === null) continue;
      if (write.kind === 'order') acknowledged.push(id);
      answers += 1;
      if (kill.at === 'any time' && answers === kill.nth) await process.kill();
    }
  };
  await Promise.all(Array.from({ length: writers }, writer));
}

/** An order of one thing or more, by a customer or, now and then, a guest; or, now and then, a new customer. */
export function makeWrite(random: () => number, customerId: string): Write {
  if (random() < 0.1) return { kind: 'customer', email: `${randomUUID()}@example.com` };
  const quantity = (): number => 1 + Math.floor(random() * 3);
  return {
    kind: 'order',
    key: randomUUID(),
    ...(random() < 0.15 ? { customerId: null, fromCart: false } : { customerId, fromCart: random() < 0.7 }),
    items: skus.slice(Math.floor(random() * skus.length)).map((sku) => ({ sku, quantity: quantity() })),
  };
}
