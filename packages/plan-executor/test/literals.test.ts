import { expect, test } from '@jest/globals';
import { loadSmallGraph } from './support/small-graph.ts';

const graph = () =>
  loadSmallGraph({
    only: {
      sdl: `enum Side { LEFT RIGHT } input In { id: ID side: Side ns: [Int!] any: Any } scalar Any
        type Query { echo(in: In, n: Int = 3, id: ID, any: Any, s: String): String }`,
      resolvers: { Query: { echo: (_: unknown, given: object) => JSON.stringify(given) } },
    },
  });

test('ten thousand operations that differ in literals share one plan', async () => {
  const { compiled, planned, gateway } = await graph();
  for (let n = 0; n < 10_000; n += 1) {
    const { data } = await compiled(`{ echo(id: ${n}, s: "text ${n}") }`);
    if (n % 1000 === 0) expect(data).toEqual({ echo: JSON.stringify({ n: 3, id: String(n), s: `text ${n}` }) });
  }
  expect(planned).toHaveLength(1);
  expect(gateway.cached().plans).toBe(1);
}, 120_000);

test.each([
  '{ echo(in: { id: 12345678901234567890, side: LEFT, ns: [1, 2] }) }',
  '{ echo(in: { ns: 5 }, n: null) }',
  '{ echo(any: { a: [1, 2.50] }, s: """block\n  text""") }',
  '{ echo(in: { any: 7, id: "x" }) a: echo(in: { id: "x" }) }',
  'query ($n: Int) { echo(n: $n, in: { ns: [4] }) ... on Query { echo(n: $n, in: { ns: [4] }) } }',
])('literals reach a subgraph as they were written: %s', async (query) => {
  const { compiled, stock, fellBack } = await graph();
  const answer = await compiled({ query, variables: {} });
  expect(answer.errors).toBeUndefined();
  expect(JSON.stringify(answer.data)).toBe(JSON.stringify((await stock({ query, variables: {} })).data));
  expect(fellBack).toEqual([]);
});
