import type { Weather } from '@mosaico/testing/tcp-proxy';
import { faultyStores, type FaultyShop, type FaultyStore } from './faulty-shop.ts';
import type { Questions, Timed } from './questions.ts';
import { recover } from './stopped-store.ts';

/** What makes a store too slow to wait for; each far beyond every limit. */
export const weathers = {
  'delays everything': { delayMs: 15_000 },
  'lets through a trickle': { bytesPerSecond: 10 },
  'swallows everything': { isBlackhole: true },
} satisfies Record<string, Weather>;

/** What clients met while the way to a store was bad. */
export interface SlowStory {
  /** What needs the store, asked by several at once, twice over. */
  readonly mixed: readonly Timed[];
  /** What was wrong with the answers that do not need it. */
  readonly unrelatedFaults: readonly string[];
  readonly wholeAfterMs: number | null;
  readonly faults: readonly string[];
}

const atOnce = 5;

/** Worsens the way to a store, asks for what it has and for what it has not, and mends it. */
export async function tellSlowness(
  { shop, questions }: { shop: FaultyShop; questions: Questions },
  { store, weather, recoveryMs }: { store: FaultyStore; weather: keyof typeof weathers; recoveryMs: number },
): Promise<SlowStory> {
  const mixed: Timed[] = [];
  const unrelatedFaults: string[] = [];
  shop.setWeather(store, weathers[weather]);
  try {
    for (let round = 0; round < 2; round += 1) {
      const asked = Promise.all(Array.from({ length: atOnce }, () => questions.askMixed(store)));
      for (const other of faultyStores.filter((name) => name !== store)) {
        const { fault } = await questions.askAlone(other);
        if (fault !== null) unrelatedFaults.push(fault);
      }
      mixed.push(...(await asked));
    }
  } finally {
    shop.setWeather(store, {});
  }
  return { mixed, unrelatedFaults, ...(await recover(questions, recoveryMs)) };
}

/** Resets the connections to a store a few times under those who ask it. @returns every answer, and how it recovered */
export async function tellCuts(
  { shop, questions }: { shop: FaultyShop; questions: Questions },
  { store, recoveryMs }: { store: FaultyStore; recoveryMs: number },
): Promise<Omit<SlowStory, 'unrelatedFaults'>> {
  const mixed: Timed[] = [];
  for (let round = 0; round < 5; round += 1) {
    const asked = Promise.all(Array.from({ length: atOnce }, () => questions.askMixed(store)));
    shop.cut(store);
    mixed.push(...(await asked));
  }
  return { mixed, ...(await recover(questions, recoveryMs)) };
}
