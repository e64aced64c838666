import { describe, expect, test } from '@jest/globals';
import { createRandom } from '@mosaico/testing/random';
import { parse, validate } from 'graphql';
import { features } from './federation/features.ts';
import { fuzzOperationsOfSmallGraphs as wanted, fuzzSeed } from './support/config.ts';
import { comparable, loadExecutors } from './support/executors.ts';
import { makeUpSubgraphs } from './support/made-up-subgraphs.ts';
import { makeUpOperation } from './support/random-operation.ts';
import { composeSmallGraph } from './support/small-graph.ts';

describe(`a compiled plan answers ${wanted} made-up operations as the stock executor does, of a graph with`, () => {
  test.each(features.filter(({ differsBecause }) => differsBecause === undefined))(
    '$name',
    async ({ subgraphs }) => {
      const { supergraphSdl } = composeSmallGraph(subgraphs);
      const world = { now: 0 };
      const sources = makeUpSubgraphs(supergraphSdl, world, { nulls: 9, errors: 4 });
      const { schema, stock, compiled } = await loadExecutors({
        supergraphSdl,
        source: (name) => sources.get(name) ?? { process: () => Promise.reject(new Error(`no ${name}`)) },
      });
      let compared = 0;
      for (let number = 0; compared < wanted; number += 1) {
        const seed = (world.now = fuzzSeed + number);
        const question = makeUpOperation({ schema, random: createRandom(seed), repeats: seed % 2 === 0 });
        if (validate(schema, parse(question.query)).length > 0) continue;
        compared += 1;
        const expected = comparable(await stock(question));
        expect({ seed, question, ...comparable(await compiled(question)) }).toEqual({ seed, question, ...expected });
      }
    },
    10 * 60_000,
  );
});
