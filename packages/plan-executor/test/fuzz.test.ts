import { describe, expect, test } from '@jest/globals';
import { createRandom } from '@mosaico/testing/random';
import { readFileSync } from 'node:fs';
import { parse, validate } from 'graphql';
import { fuzzOperations, fuzzSeed, fuzzSupergraph } from './support/config.ts';
import { comparable, loadExecutors, type Executors } from './support/executors.ts';
import { makeUpSubgraphs } from './support/made-up-subgraphs.ts';
import { makeUpOperation } from './support/random-operation.ts';

/** A copy of the shop's graph as it once was, so that a seed makes the same operation for ever; FUZZ_SUPERGRAPH names another. */
const supergraphSdl = readFileSync(fuzzSupergraph, 'utf8');

describe('a compiled plan', () => {
  test(
    `answers ${fuzzOperations} made-up operations of the shop's graph as the stock executor does`,
    async () => {
      const world = { now: 0 };
      const sources = makeUpSubgraphs(supergraphSdl, world, { nulls: 9, errors: 4 });
      const source = (name: string) => sources.get(name) ?? fail(name);
      const executors = await loadExecutors({ supergraphSdl, source });
      let compared = 0;
      for (let number = 0; compared < fuzzOperations; number += 1) {
        world.now = fuzzSeed + number;
        if (await compare(executors, world.now)) compared += 1;
      }
      expect(executors.fellBack).toEqual([]);
      expect(executors.fetched.length).toBeGreaterThan(compared);
    },
    6 * 60 * 60_000,
  );
});

/** Asks both executors one operation. @returns false when what was made up is no valid operation */
async function compare(executors: Executors, seed: number): Promise<boolean> {
  const { schema } = executors;
  // Where a field is selected twice with different conditions, the stock executor's order of fields is not the specification's.
  const repeats = seed % 2 === 0;
  const question = makeUpOperation({ schema, random: createRandom(seed), repeats });
  if (validate(schema, parse(question.query)).length > 0) return false;
  const stock = comparable(await executors.stock(question));
  const compiled = comparable(await executors.compiled(question));
  expect({ seed, question, ...compiled }).toEqual({ seed, question, ...stock });
  if (!repeats) expect(JSON.stringify(compiled.data)).toBe(JSON.stringify(stock.data));
  return true;
}

function fail(name: string): never {
  throw new Error(`The supergraph has no subgraph ${name}.`);
}
