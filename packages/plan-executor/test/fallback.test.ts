import { describe, expect, test } from '@jest/globals';
import { loadSmallGraph } from './support/small-graph.ts';

const graph = (options = {}) =>
  loadSmallGraph(
    { only: { sdl: 'type Query { a(n: Int): Int toString: String }', resolvers: { Query: { a: () => 1 } } } },
    options,
  );

describe('the stock executor', () => {
  test.each([
    ['introspection', '{ a __schema { queryType { name } } }'],
    ["a name of JavaScript's objects", '{ constructor: a }'],
    ["a name of JavaScript's objects", 'query ($valueOf: Int) { a(n: $valueOf) }'],
  ])('runs what is not compiled, and the reason is told: %s', async (reason, query) => {
    const { compiled, stock, fellBack } = await graph();
    const answer = await compiled(query);
    expect(fellBack).toEqual([reason]);
    expect(JSON.stringify(answer)).toBe(JSON.stringify(await stock(query)));
    expect(answer.errors).toBeUndefined();
  });

  test('runs everything when compiled plans are off', async () => {
    const { compiled, fetched, fellBack } = await graph({ enabled: false });
    expect((await compiled('{ a }')).data).toEqual({ a: 1 });
    expect([fetched, fellBack]).toEqual([[], []]);
  });

  test('is asked again for an operation that it ran before', async () => {
    const { compiled, fellBack } = await graph();
    await compiled('{ a __typename __type(name: "Query") { name } }');
    await compiled('{ a __typename __type(name: "Query") { name } }');
    expect(fellBack).toEqual(['introspection', 'introspection']);
  });
});

test('a variable that does not hold is an error before any subgraph is asked', async () => {
  const { compiled, stock, sent } = await graph();
  const question = { query: 'query ($n: Int) { a(n: $n) }', variables: { n: 'three' } };
  const answer = await compiled(question);
  expect(answer.data).toBeUndefined();
  expect(answer.errors?.map(({ message }) => message)).toEqual(
    (await stock(question)).errors?.map(({ message }) => message),
  );
  expect(sent.length).toBe(0);
});
