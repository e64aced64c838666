import { faultyStores, startFaultyShop } from '../e2e/faults/faulty-shop.ts';
import { prepareQuestions } from '../e2e/faults/questions.ts';
import { tellStop, type StopStory } from '../e2e/faults/stopped-store.ts';
import { quantile, type Bench, type BenchResult, type Measure } from './bench.ts';

const rounds = 3;
/** In which all must be whole again after a store is back, in seconds. */
const wholeWithin = 5;
/** What nobody waits for any longer. */
const giveUpMs = 60_000;
/** How much slower the rest may be while one store is away. */
const slowdown = 1.2;

/** What a store that is stopped under load costs those who do not need it, and how soon all is whole again. */
export const faults: Bench = {
  name: 'faults',
  method: `Six processes on real servers of their own. Under ten clients that ask, 20 ms after each answer, for what does not need a store, that store is stopped, what needs it is asked by ten at once, three times over, and it is started again; each store in turn, ${rounds} rounds. The ratio is that of p99 of the clients while the store was away, beside before. Whole again is counted from when the server answers to the first time that every question of every store has its whole answer.`,
  async run({ say }): Promise<BenchResult> {
    const shop = await startFaultyShop();
    try {
      const questions = await prepareQuestions(shop.origin, shop);
      const stories: { store: string; story: StopStory }[] = [];
      for (let round = 1; round <= rounds; round += 1) {
        for (const store of faultyStores) {
          stories.push({ store, story: await tellStop({ shop, questions }, { store, recoveryMs: giveUpMs }) });
        }
        say(`${round} of ${rounds}`);
      }
      return { measures: faultyStores.flatMap((store) => measuresOf(store, storiesOf(stories, store))) };
    } finally {
      await shop.remove();
    }
  },
};

function storiesOf(stories: readonly { store: string; story: StopStory }[], store: string): StopStory[] {
  return stories.filter((one) => one.store === store).map(({ story }) => story);
}

function measuresOf(store: string, stories: readonly StopStory[]): Measure[] {
  const [before, during] = [p99('before'), p99('during')];
  return [
    {
      name: `${store} away: p99 of the rest`,
      unit: 'ratio',
      runs: during.map((ms, run) => ms / (before[run] ?? NaN)),
      limit: slowdown,
    },
    {
      name: `${store} back: all whole`,
      unit: 's',
      runs: stories.map(({ wholeAfterMs }) => (wholeAfterMs ?? giveUpMs) / 1_000),
      limit: wholeWithin,
    },
    {
      name: `${store} away: failures of the rest`,
      unit: 'ratio',
      runs: stories.map(({ unrelated }) => unrelated.during.failures.length / unrelated.during.asked),
      limit: 0.001,
    },
  ];

  function p99(when: keyof StopStory['unrelated']): number[] {
    return stories.map(({ unrelated }) => quantile(unrelated[when].durations, 0.99));
  }
}
