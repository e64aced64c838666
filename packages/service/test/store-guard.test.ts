import { describe, expect, test } from '@jest/globals';
import { waitFor } from '@mosaico/testing';
import { createMetrics, createRetriedStep, createSilentLogger, createStoreGuard } from '../src/index.ts';

const logger = createSilentLogger();
const unavailable = { message: 'The orders store does not answer.', extensions: { code: 'STORE_UNAVAILABLE' } };
const refused = () => Promise.reject(Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }));

/** A port whose one question does as the test says, and how often it was asked. */
function aPort(answer: () => Promise<string>) {
  const port = { asked: 0, answer, question: (): Promise<string> => ((port.asked += 1), port.answer()) };
  return port;
}

describe('a guarded port', () => {
  test('passes on answers and refusals as they are', async () => {
    const guard = createStoreGuard({ store: 'orders', logger });
    const port = guard.protect(
      'things',
      {
        name: 'a port',
        add: (a: number, b: number) => Promise.resolve(a + b),
        taken: () => Promise.reject(new TypeError('taken')),
      },
      { limitMs: 1_000 },
    );
    expect(await port.add(1, 2)).toBe(3);
    await expect(port.taken()).rejects.toThrow(new TypeError('taken'));
    expect(port.name).toBe('a port');
  });

  test('rejects as unavailable what cannot be reached, and what has no answer in time', async () => {
    const guard = createStoreGuard({ store: 'orders', logger });
    const never = () => new Promise<string>(() => undefined);
    const port = guard.protect('things', { refused, never }, { limitMs: 5 });
    await expect(port.refused()).rejects.toMatchObject({ ...unavailable, originalError: { code: 'ECONNREFUSED' } });
    await expect(port.never()).rejects.toMatchObject({
      ...unavailable,
      originalError: { message: 'No answer within 5 ms.' },
    });
  });

  test('keeps the limits of single questions', async () => {
    const guard = createStoreGuard({ store: 'orders', logger });
    const answer = Promise.withResolvers<string>();
    const port = guard.protect(
      'things',
      { bulk: () => answer.promise, stuck: () => new Promise<string>(() => undefined) },
      { limitMs: 5, exceptions: { bulk: Infinity } },
    );
    const bulk = port.bulk();
    await expect(port.stuck()).rejects.toMatchObject(unavailable);
    answer.resolve('late');
    expect(await bulk).toBe('late');
  });

  test('uses what the adapter says of its own failures', async () => {
    const guard = createStoreGuard({
      store: 'orders',
      logger,
      isUnavailable: (error) => Error.isError(error) && error.message === 'gone fishing',
    });
    const port = guard.protect(
      'things',
      { away: () => Promise.reject(new Error('gone fishing')), refused },
      { limitMs: 50 },
    );
    await expect(port.away()).rejects.toMatchObject(unavailable);
    await expect(port.refused()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});

describe('the breaker', () => {
  test('leaves a store alone after five failures in a row, and asks it again after a rest, once', async () => {
    const metrics = createMetrics();
    const guard = createStoreGuard({ store: 'orders', logger, metrics, restMs: 30 });
    const port = aPort(refused);
    const guarded = guard.protect('things', port, { limitMs: 1_000 });
    for (let failure = 0; failure < 5; failure++) await expect(guarded.question()).rejects.toMatchObject(unavailable);
    expect(port.asked).toBe(5);
    await expect(guarded.question()).rejects.toMatchObject(unavailable);
    expect(port.asked).toBe(5);
    expect(await metrics.text()).toContain('mosaico_store_circuit_open{store="orders"} 1');

    const trial = Promise.withResolvers<string>();
    port.answer = () => trial.promise;
    // While it rests nothing is asked; the first question after it is the trial, and those beside it wait for its verdict.
    const asked: Promise<string>[] = [];
    await waitFor(
      async () => {
        const question = guarded.question();
        const state = await Promise.race([question.catch(() => 'refused'), Promise.resolve('waiting').then(tick)]);
        if (state === 'waiting') asked.push(question);
        return asked.length > 0;
      },
      { deadlineMs: 60_000, describe: 'the trial' },
    );
    asked.push(guarded.question());
    expect(port.asked).toBe(6);
    port.answer = () => Promise.resolve('back');
    trial.resolve('back');
    expect(await Promise.all(asked)).toEqual(['back', 'back']);
    expect(await metrics.text()).toContain('mosaico_store_circuit_open{store="orders"} 0');
  });

  test('stays closed as long as the store answers something, a refusal included', async () => {
    const guard = createStoreGuard({ store: 'orders', logger });
    const port = aPort(refused);
    const guarded = guard.protect('things', port, { limitMs: 1_000 });
    for (let round = 0; round < 3; round++) {
      port.answer = refused;
      for (let failure = 0; failure < 4; failure++) await expect(guarded.question()).rejects.toMatchObject(unavailable);
      port.answer = () => Promise.reject(new Error('duplicate'));
      await expect(guarded.question()).rejects.toThrow('duplicate');
    }
    expect(port.asked).toBe(15);
  });

  test('does not stand before bulk work', async () => {
    const guard = createStoreGuard({ store: 'orders', logger, restMs: 60_000 });
    const port = { question: refused, load: () => Promise.resolve('loaded') };
    const guarded = guard.protect('things', port, { limitMs: 1_000, exceptions: { load: Infinity } });
    for (let failure = 0; failure < 6; failure++) await expect(guarded.question()).rejects.toMatchObject(unavailable);
    expect(await guarded.load()).toBe('loaded');
  });
});

describe('preparing', () => {
  test('comes before the first question, and is tried again by the next after a failure', async () => {
    const said: string[] = [];
    const guard = createStoreGuard({
      store: 'orders',
      logger,
      prepare: () => {
        said.push('prepare');
        return said.length === 1 ? refused() : Promise.resolve();
      },
    });
    const port = guard.protect('things', { ask: () => Promise.resolve(said.push('ask')) }, { limitMs: 1_000 });
    await guard.open();
    await port.ask();
    await port.ask();
    expect(said).toEqual(['prepare', 'prepare', 'ask', 'ask']);
  });

  test('that fails for another reason than a database that is down stops the opening', async () => {
    const guard = createStoreGuard({
      store: 'orders',
      logger,
      prepare: () => Promise.reject(new Error('the schema is of a later release')),
    });
    await expect(guard.open()).rejects.toThrow('the schema is of a later release');
  });

  test('a step that failed is tried again by the next caller, and one that succeeded never again', async () => {
    let attempts = 0;
    const step = createRetriedStep(() => {
      attempts += 1;
      return attempts === 1 ? Promise.reject(new Error('not yet')) : Promise.resolve();
    });
    expect(await Promise.allSettled([step(), step()])).toMatchObject([{ status: 'rejected' }, { status: 'rejected' }]);
    expect(attempts).toBe(1);
    await Promise.all([step(), step()]);
    await step();
    expect(attempts).toBe(2);
  });
});

test('every question is counted by store, port, method and outcome', async () => {
  const metrics = createMetrics();
  const guard = createStoreGuard({ store: 'orders', logger, metrics });
  const port = guard.protect(
    'things',
    { ok: () => Promise.resolve(1), refused, taken: () => Promise.reject(new Error('taken')) },
    { limitMs: 1_000 },
  );
  await port.ok();
  await port.ok();
  await Promise.allSettled([port.refused(), port.taken()]);
  const counted = (method: string, outcome: string) =>
    `mosaico_store_call_duration_seconds_count{store="orders",port="things",method="${method}",outcome="${outcome}"}`;
  const text = await metrics.text();
  expect(text).toContain(`${counted('ok', 'answered')} 2\n`);
  expect(text).toContain(`${counted('refused', 'unavailable')} 1\n`);
  expect(text).toContain(`${counted('taken', 'refused')} 1\n`);
});

async function tick(state: string): Promise<string> {
  await new Promise((resolve) => setImmediate(resolve));
  return state;
}
