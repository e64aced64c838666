import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connectLaggingReplica } from '@mosaico/testing/lagging-replica';
import { onRealStores } from '../support/shop-data.ts';
import { faultyStores, startFaultyShop, type FaultyShop } from './faulty-shop.ts';
import { tellOwnWrites } from './own-writes.ts';
import { prepareQuestions, type Questions, type Timed } from './questions.ts';
import { tellCuts, tellSlowness, weathers, type SlowStory } from './slow-store.ts';
import { dataAndCodes, recover, tellCacheStop, tellStop, type StopStory } from './stopped-store.ts';

/**
 * Deadlines of a test on a busy machine: how soon an answer comes, and all is whole, is what `npm run bench faults` measures. It
 * is the code that tells whose timeout it was: the gateway gives up on a subgraph after 10 s, as SUBGRAPH_UNAVAILABLE.
 */
const answerMs = 60_000;
const recoveryMs = 90_000;

// Embedded stores live and die with their process.
(onRealStores ? describe : describe.skip)('when a store fails', () => {
  let shop: FaultyShop;
  let questions: Questions;
  beforeAll(async () => {
    shop = await startFaultyShop();
    questions = await prepareQuestions(shop.origin, shop);
  }, 300_000);
  afterAll(() => shop.remove(), 180_000);

  describe.each(faultyStores)('%s, by being stopped under load and started again', (store) => {
    let story: StopStory;
    beforeAll(async () => {
      story = await tellStop({ shop, questions }, { store, recoveryMs });
    }, 180_000);

    test('what does not need it goes on', () => {
      for (const { asked, failures } of Object.values(story.unrelated)) {
        expect(asked).toBeGreaterThanOrEqual(100);
        expect(failures.slice(0, asked / 1_000)).toEqual(failures);
      }
    });
    test('its fields are null with a coded error within its timeout, and the rest of the answer arrives', () => {
      expectStoreMissing(story.mixed, store);
    });
    test('all is whole again within seconds, and no process has ended', () => {
      expectRecovered(story);
    });
  });

  describe.each(faultyStores)('%s, by being slow', (store) => {
    test.each(Object.keys(weathers) as (keyof typeof weathers)[])(
      'a network that %s: the deadline holds, and all is whole again when it has passed',
      async (weather) => {
        const story = await tellSlowness({ shop, questions }, { store, weather, recoveryMs });
        expectStoreMissing(story.mixed, store);
        expect(story.unrelatedFaults).toEqual([]);
        expectRecovered(story);
      },
      120_000,
    );

    test('connections that are cut: every answer is whole or coded, and soon all are whole', async () => {
      const story = await tellCuts({ shop, questions }, { store, recoveryMs });
      for (const { answer, ms } of story.mixed) {
        const { data, codes } = dataAndCodes(answer);
        const isWhole = answer.errors === undefined;
        expect(isWhole ? [questions.whole(store)] : questions.partly(store)).toContainEqual(data);
        expect(codes).toEqual(isWhole ? [] : ['STORE_UNAVAILABLE']);
        expect(ms).toBeLessThan(answerMs);
      }
      expectRecovered(story);
    }, 180_000);
  });

  describe('Redis, the caches and the bus,', () => {
    test('by being stopped under load and started again: nobody notices', async () => {
      const { during, after } = await tellCacheStop({ shop, questions });
      for (const { asked, failures } of [during, after]) {
        expect(asked).toBeGreaterThanOrEqual(100);
        expect(failures.slice(0, asked / 1_000)).toEqual(failures);
      }
      expect(shop.ended()).toEqual([]);
    }, 180_000);

    test('by a network that swallows everything: every answer is whole within its deadline', async () => {
      shop.setWeather('redis', weathers['swallows everything']);
      try {
        for (let round = 0; round < 3; round += 1) expect(await questions.faults()).toEqual([]);
      } finally {
        shop.setWeather('redis', {});
      }
      expectRecovered(await recover(questions, recoveryMs));
    }, 180_000);
  });

  test('a replica of MySQL that lags: a customer reads their own write, and staff read it too', async () => {
    const replica = await connectLaggingReplica(shop.url('MYSQL_REPLICA_URLS'));
    try {
      await tellOwnWrites({ origin: shop.origin, replica });
    } finally {
      await replica.close();
    }
    expectRecovered(await recover(questions, recoveryMs));
  }, 180_000);

  function expectStoreMissing(answers: readonly Timed[], store: (typeof faultyStores)[number]): void {
    expect(answers.length).toBeGreaterThan(0);
    for (const { answer, ms } of answers) {
      const { data, codes } = dataAndCodes(answer);
      expect(questions.without(store)).toContainEqual(data);
      expect(codes).toEqual(['STORE_UNAVAILABLE']);
      expect(JSON.stringify(answer.errors)).not.toMatch(/127\.0\.0\.1|localhost|ECONN|mysql|mongo|:\d{4,}/i);
      expect(ms).toBeLessThan(answerMs);
    }
  }

  function expectRecovered({ faults }: Pick<SlowStory, 'faults'>): void {
    expect(faults).toEqual([]);
    expect(shop.ended()).toEqual([]);
  }
});
