import type { GraphQLAnswer } from '../support/graphql-client.ts';
import { faultyStores, type FaultyShop, type FaultyStore } from './faulty-shop.ts';
import { startLoad, type LoadReport } from './load.ts';
import type { Questions, Timed } from './questions.ts';

/** What clients met while a store was stopped and started again under them. */
export interface StopStory {
  /** What does not need the store: before, while it was away, and from its return to the end. */
  readonly unrelated: Record<'before' | 'during' | 'after', LoadReport>;
  /** What needs it, asked by ten at once, three times over, while it was away. */
  readonly mixed: readonly Timed[];
  /** How long after the store answered all was whole again, in milliseconds; null when it was not in time. */
  readonly wholeAfterMs: number | null;
  /** What was still not whole, or was so once more. */
  readonly faults: readonly string[];
}

const atOnce = 10;
const times = 3;
/** With so few, not one failure is below a thousandth. */
const answersOfEach = 200;
/** How often all is asked after it was whole: a store that comes and goes is not back. */
const confirmations = 3;

/** Stops a store under load, asks for what it has, starts it again, and waits until all is as before. */
export async function tellStop(
  { shop, questions }: { shop: FaultyShop; questions: Questions },
  { store, recoveryMs }: { store: FaultyStore; recoveryMs: number },
): Promise<StopStory> {
  const unrelated = faultyStores.filter((other) => other !== store);
  const load = startLoad((turn) => questions.askAlone(unrelated[turn % unrelated.length] ?? store));
  try {
    await load.answers(answersOfEach);
    const before = load.report();
    await shop.stopStore(store);
    const mixed: Timed[] = [];
    try {
      for (let round = 0; round < times; round += 1) {
        mixed.push(...(await Promise.all(Array.from({ length: atOnce }, () => questions.askMixed(store)))));
      }
      await load.answers(answersOfEach);
    } finally {
      await shop.startStore(store);
    }
    const during = load.report();
    const { wholeAfterMs, faults } = await recover(questions, recoveryMs);
    await load.answers(answersOfEach / 2);
    return { unrelated: { before, during, after: load.report() }, mixed, wholeAfterMs, faults };
  } finally {
    await load.stop();
  }
}

/** Stops the caches under those who ask for everything, and starts them again, empty. */
export async function tellCacheStop({
  shop,
  questions,
}: {
  shop: FaultyShop;
  questions: Questions;
}): Promise<Record<'during' | 'after', LoadReport>> {
  const load = startLoad((turn) => questions.askAlone(faultyStores[turn % faultyStores.length] ?? 'mysql'));
  try {
    await load.answers(answersOfEach);
    load.report();
    await shop.stopStore('redis');
    try {
      await load.answers(answersOfEach);
      for (let turn = 0; turn < confirmations; turn += 1) {
        const faults = await questions.faults();
        if (faults.length > 0) throw new Error(`Without Redis: ${faults.join(' ')}`);
      }
    } finally {
      await shop.startStore('redis');
    }
    const during = load.report();
    await load.answers(answersOfEach);
    return { during, after: load.report() };
  } finally {
    await load.stop();
  }
}

/**
 * Asks everything over and over until all of it has been whole some times in a row: a connection that was lost while nobody used it
 * shows that later.
 * @returns `wholeAfterMs`, when the first of those times was; null, with what was wrong last, when there were none in time
 */
export async function recover(
  questions: Pick<Questions, 'faults'>,
  withinMs: number,
): Promise<{ wholeAfterMs: number | null; faults: readonly string[] }> {
  const started = performance.now();
  let wholeAfterMs: number | null = null;
  let faults: string[] = [];
  let inARow = 0;
  while (inARow <= confirmations) {
    const elapsed = performance.now() - started;
    if (inARow === 0 && elapsed >= withinMs) return { wholeAfterMs: null, faults };
    faults = await questions.faults();
    wholeAfterMs = inARow === 0 ? performance.now() - started : wholeAfterMs;
    inARow = faults.length === 0 ? inARow + 1 : 0;
  }
  return { wholeAfterMs, faults };
}

/** What an answer is judged by: its data, and the codes of its errors. */
export function dataAndCodes({ data, errors = [] }: GraphQLAnswer): { data: unknown; codes: unknown[] } {
  return { data, codes: [...new Set(errors.map(({ extensions }) => extensions?.code ?? 'no code'))] };
}
