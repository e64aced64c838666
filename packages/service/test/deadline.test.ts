import { afterEach, describe, expect, test } from '@jest/globals';
import {
  anonymous,
  beforeDeadline,
  createHttpExecutor,
  createIdentityTokens,
  createSilentLogger,
  createSubgraph,
  internalTokenHeader,
  serveSubgraph,
  type Clock,
  type SubgraphExecutor,
} from '../src/index.ts';

const tokens = createIdentityTokens({
  audience: 'internal',
  secret: 'a secret of at least thirty-two characters',
  lifetimeSeconds: 3_600,
  now: () => new Date(),
});
const over = {
  errors: [{ message: 'The time for this operation is over.', extensions: { code: 'DEADLINE_EXCEEDED' } }],
};

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** A clock that goes on only when it is told to. */
function aClock(): Clock & { pass: (ms: number) => void; waiting: () => number } {
  let time = 1_000;
  const calls = new Set<{ at: number; call: () => void }>();
  return {
    now: () => time,
    after(ms, call) {
      const entry = { at: time + ms, call };
      calls.add(entry);
      return () => void calls.delete(entry);
    },
    pass(ms) {
      time += ms;
      for (const entry of [...calls]) if (entry.at <= time && calls.delete(entry)) entry.call();
    },
    waiting: () => calls.size,
  };
}

/** A subgraph with a field that waits until it is let go, and one below that is noted when it is asked. */
function aSlowSubgraph(clock: Clock) {
  const began = Promise.withResolvers<undefined>();
  const gate = Promise.withResolvers<object>();
  const asked: string[] = [];
  const heard: (number | undefined)[] = [];
  const subgraph = createSubgraph({
    name: 'things',
    ownSdl: `type Query { quick: Int, slow: Slow } type Slow { below: Int } type Mutation { first: Slow, second: Int }`,
    resolvers: {
      Query: {
        quick: () => 1,
        slow: () => {
          began.resolve(undefined);
          return gate.promise;
        },
      },
      Mutation: {
        first: () => {
          asked.push('first');
          began.resolve(undefined);
          return gate.promise;
        },
        second: () => asked.push('second'),
      },
      Slow: { below: () => asked.push('below') },
    },
    createContext: ({ deadlineAt }) => {
      heard.push(deadlineAt);
      return {};
    },
    health: () => Promise.resolve([]),
    close: () => Promise.resolve(),
    logger: createSilentLogger(),
    clock,
  });
  /** Lets the slow field go on, and waits until what follows it would have run. */
  const release = async () => {
    gate.resolve({});
    await new Promise(setImmediate);
  };
  return { subgraph, began: began.promise, release, asked, heard };
}

const ask = (execute: SubgraphExecutor, query: string, deadlineAt?: number) =>
  execute({ query, identity: anonymous, requestId: 'r1', deadlineAt });

describe('the deadline of an operation', () => {
  test('ends it with a code, and what has not begun does not begin', async () => {
    const clock = aClock();
    const { subgraph, began, release, asked } = aSlowSubgraph(clock);
    const answer = ask(subgraph.execute, '{ slow { below } }', 1_250);
    await began;
    clock.pass(250);
    expect(await answer).toEqual(over);
    await release();
    expect(asked).toEqual([]);
  });

  test('ends a mutation between its fields, and not within one', async () => {
    const clock = aClock();
    const { subgraph, began, release, asked } = aSlowSubgraph(clock);
    const answer = ask(subgraph.execute, 'mutation { first { below } second }', 1_250);
    await began;
    clock.pass(250);
    expect(await answer).toEqual(over);
    await release();
    expect(asked).toEqual(['first']);
  });

  test('does nothing to an operation that is in time, and leaves no timer', async () => {
    const clock = aClock();
    const { subgraph, began, release, asked } = aSlowSubgraph(clock);
    const answer = ask(subgraph.execute, '{ slow { below } }', 1_250);
    await began;
    clock.pass(249);
    await release();
    expect(JSON.parse(JSON.stringify(await answer))).toEqual({ data: { slow: { below: 1 } } });
    expect([asked, clock.waiting()]).toEqual([['below'], 0]);
  });

  test('that has passed already lets nothing begin', async () => {
    const clock = aClock();
    const { subgraph, asked } = aSlowSubgraph(clock);
    expect(await ask(subgraph.execute, 'mutation { second }', 1_000)).toEqual(over);
    expect(asked).toEqual([]);
  });

  test('reaches a subgraph over HTTP as what is left of it', async () => {
    const clock = aClock();
    const { subgraph, began, heard } = aSlowSubgraph(clock);
    const { execute } = await served(subgraph, { clock, executorClock: { ...clock, now: () => 50_000 } });
    const answer = ask(execute, '{ slow { below } }', 350_000.9);
    await began;
    expect(heard).toEqual([301_000]);
    clock.pass(300_000);
    expect(await answer).toEqual(over);
  });

  test('is that of the request, where it is nearer than that of the operation', async () => {
    const clock = aClock();
    const { subgraph, heard } = aSlowSubgraph(clock);
    const { execute } = await served(subgraph, { clock, executorClock: clock });
    await ask(execute, '{ quick }');
    await ask(execute, '{ quick }', 1_000 + timeoutMs + 1);
    await ask(execute, '{ quick }', 1_000 + timeoutMs - 1);
    expect(heard).toEqual([1_000 + timeoutMs, 1_000 + timeoutMs, 1_000 + timeoutMs - 1]);
  });

  test('that has passed is not sent at all', async () => {
    const clock = aClock();
    const { subgraph, heard } = aSlowSubgraph(clock);
    const { execute } = await served(subgraph, { clock, executorClock: clock });
    await expect(ask(execute, '{ quick }', 1_000.5)).rejects.toMatchObject({
      message: 'The things part of the shop does not answer.',
      extensions: { code: 'SUBGRAPH_UNAVAILABLE' },
    });
    expect(heard).toEqual([]);
  });

  test.each([
    ['0', over],
    ['', { data: { quick: 1 } }],
    ['-1', { data: { quick: 1 } }],
    ['1e3', { data: { quick: 1 } }],
    ['soon', { data: { quick: 1 } }],
    ['10000000000', { data: { quick: 1 } }],
  ])('as "%s" milliseconds in the header is taken for what it is', async (header, expected) => {
    const clock = aClock();
    const { subgraph } = aSlowSubgraph(clock);
    const { url } = await served(subgraph, { clock, executorClock: clock });
    const { token } = await tokens.sign(anonymous);
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        [internalTokenHeader]: token,
        'x-mosaico-time-left-ms': header,
      },
      body: JSON.stringify({ query: '{ quick }' }),
    });
    expect([response.status, await response.json()]).toEqual([200, expected]);
  });

  test('leaves a promise that is kept in time alone, and one without a deadline', async () => {
    const clock = aClock();
    await expect(beforeDeadline(Promise.resolve(1), { deadlineAt: 1_100, clock })).resolves.toBe(1);
    await expect(beforeDeadline(Promise.resolve(2), { deadlineAt: undefined, clock })).resolves.toBe(2);
    expect(clock.waiting()).toBe(0);
  });
});

/** More than any test takes, as requests also run against the real time. */
const timeoutMs = 600_000;

async function served(
  subgraph: ReturnType<typeof createSubgraph>,
  { clock, executorClock }: { clock: Clock; executorClock: Clock },
): Promise<{ url: string; execute: SubgraphExecutor }> {
  const logger = createSilentLogger();
  const { url, close } = await serveSubgraph({ subgraph, tokens, host: '127.0.0.1', port: 0, logger, clock });
  closers.push(close);
  return { url, execute: createHttpExecutor({ name: 'things', url, tokens, timeoutMs, clock: executorClock }) };
}
