import { randomInt } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { Query } from 'mingo';
import type { Document } from 'mongodb';
import { compileFilter } from '../src/embedded/query/compile-filter.ts';
import { createRandom, type Random } from './random-documents.ts';

const seed = randomInt(2 ** 31);

/** A second opinion on filters, where mingo answers as MongoDB does: no nulls, no objects, no arrays within arrays. */
describe(`Random filters (seed ${seed})`, () => {
  test('match what mingo matches.', () => {
    const random = createRandom(seed);
    const documents = Array.from({ length: 200 }, (_, _id) => plainDocument(random, _id));
    for (let question = 0; question < 500; question++) {
      const filter = plainFilter(random);
      const asked = `filter ${question} of seed ${seed}: ${JSON.stringify(filter)}`;
      const query = new Query(filter);
      const expected = documents.filter((document) => query.test(document)).map(({ _id }) => _id);
      expect({ asked, ids: documents.filter(compileFilter(filter)).map(({ _id }) => _id) }).toEqual({
        asked,
        ids: expected,
      });
    }
  });
});

function scalar(random: Random): unknown {
  return random.pick<() => unknown>([
    () => random.below(6),
    () => random.below(6) / 2,
    () => random.pick(['a', 'ab', 'abc', 'b', 'B']),
    () => random.chance(0.5),
    () => new Date(random.below(3) * 1000),
  ])();
}

function plainDocument(random: Random, _id: number): Document & { _id: number } {
  return {
    _id,
    ...(random.chance(0.8) ? { s: scalar(random) } : {}),
    ...(random.chance(0.8) ? { list: random.some(4, () => scalar(random)) } : {}),
    o: { n: random.below(6) },
    lines: random.some(3, () => ({ sku: random.pick(['a', 'b', 'c']), qty: random.below(5) })),
  };
}

function plainFilter(random: Random, depth = 0): Document {
  if (depth < 2 && random.chance(0.3)) {
    const branches = Array.from({ length: 1 + random.below(3) }, () => plainFilter(random, depth + 1));
    return { [random.pick(['$or', '$and', '$nor'])]: branches };
  }
  const path = random.pick(['s', 'list', 'o.n', 'lines.qty', 'lines.sku']);
  const value = (): unknown => scalar(random);
  const condition = random.pick<() => unknown>([
    value,
    () => ({ [random.pick(['$eq', '$ne', '$gt', '$gte', '$lt', '$lte'])]: value() }),
    () => ({ $in: random.some(3, value) }),
    () => ({ $nin: random.some(3, value) }),
    () => ({ $exists: random.chance(0.5) }),
    () => random.pick([/^a/, /b$/, /^A/i]),
    () => ({ $not: { $gt: value() } }),
  ])();
  if (path === 'list' && random.chance(0.3)) {
    return {
      list: random.pick<() => unknown>([
        () => ({ $size: random.below(4) }),
        () => ({ $all: [value(), value()] }),
        () => ({ $elemMatch: { $gte: random.below(4), $lt: 2 + random.below(4) } }),
      ])(),
    };
  }
  if (path.startsWith('lines') && random.chance(0.3)) {
    return { lines: { $elemMatch: { sku: random.pick(['a', 'b']), qty: { $gte: random.below(5) } } } };
  }
  return { [path]: condition };
}
