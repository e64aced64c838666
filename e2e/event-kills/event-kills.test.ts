import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readKillsConfig } from '@mosaico/testing/config';
import { createRandom } from '@mosaico/testing/random';
import { createTimeoutMs, onRealStores, shopData } from '../support/shop-data.ts';
import { makeSchedule, makeWrite, runSchedule } from './schedule.ts';
import type { ShopProcess } from './shop-process.ts';
import { watchShop, type WatchedShop } from './watched-shop.ts';

const { schedules, seed } = readKillsConfig();
const scheduleTimeoutMs = 300_000;
/** A long run announces too much to say all of it ten times. */
const mostRepeated = 100;

// Processes share a bus in Redis; a shop on embedded stores is one process.
(onRealStores ? describe : describe.skip)('what is announced is applied once by each part that hears it', () => {
  const home = shopData();
  let shop: WatchedShop;
  let process: ShopProcess;
  beforeAll(async () => {
    await home.create();
    shop = await watchShop(home.environment);
    process = await shop.start();
  }, 120_000 + createTimeoutMs);
  afterAll(async () => {
    await process.stop();
    await shop.close();
    await home.remove();
  }, 180_000);

  test(
    `wherever processes are killed, by ${schedules} schedules (KILL_SEED=${seed})`,
    async () => {
      for (let number = 0; number < schedules; number += 1) {
        // A seed of its own, so that one schedule can be run again alone.
        const random = createRandom(seed + number);
        const schedule = makeSchedule(random);
        process = await runSchedule(shop, { schedule, random, process }).catch((error: unknown) => {
          const plan = schedule.map(({ at, nth, hasSibling }) => `${at} ${nth}${hasSibling ? ', with a sibling' : ''}`);
          const again = `KILL_SEED=${seed + number} KILL_SCHEDULES=1`;
          throw new Error(`Schedule ${number} (${again}; ${plan.join('; ')}): ${String(error)}`, { cause: error });
        });
      }
      await shop.checkAll();
    },
    schedules * scheduleTimeoutMs,
  );

  test(
    `when the bus loses all that it held under writes (seed ${seed})`,
    async () => {
      const random = createRandom(seed);
      const customerId = await shop.newCustomer();
      const acknowledged: string[] = [];
      const write = async (): Promise<void> => {
        const asked = makeWrite(random, customerId);
        const id = await process.write(asked);
        if (id === null) throw new Error('The process has ended.');
        if (asked.kind === 'order') acknowledged.push(id);
      };
      const writer = async (): Promise<void> => {
        for (let number = 0; number < 10; number += 1) await write();
      };
      const writing = [writer(), writer(), writer()];
      for (let losses = 0; losses < 3; losses += 1) {
        await write();
        await shop.loseBus();
      }
      await Promise.all(writing);
      await shop.check(acknowledged);
    },
    scheduleTimeoutMs,
  );

  test(
    `when each event comes ten times more, in any order (seed ${seed})`,
    async () => {
      const random = createRandom(seed);
      const events = await shop.checkAll();
      const often = Array.from({ length: 10 }, () => events.slice(-mostRepeated))
        .flat()
        .map((event) => ({ event, place: random() }))
        .toSorted((a, b) => a.place - b.place)
        .map(({ event }) => event);
      while (often.length > 0) await shop.publish(often.splice(0, 200));
      expect((await shop.checkAll()).length).toBe(events.length);
    },
    scheduleTimeoutMs,
  );
});
