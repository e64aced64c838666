import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { Document } from 'mongodb';
import { openEmbeddedDatabase } from '../src/index.ts';
import { sortDocuments } from '../src/embedded/aggregate/stages/sort.ts';
import { compileFilter } from '../src/embedded/query/compile-filter.ts';
import { createRandom, randomDocument, randomFilter, randomSort } from './random-documents.ts';
import { temporaryFolder } from './temporary-folder.ts';

const seed = randomInt(2 ** 31);
const questions = 500;

describe(`Random questions (seed ${seed})`, () => {
  const folder = temporaryFolder();
  afterAll(folder.remove);

  test(`${questions} finds through indexes give what testing and sorting every document gives.`, async () => {
    const random = createRandom(seed);
    const database = await openEmbeddedDatabase({ path: join(folder.path, 'finds.sqlite') });
    const collection = database.collection<Document & { _id: number }>('things');
    await collection.createIndex({ a: 1, _id: 1 });
    await collection.createIndex({ 'a.b': -1, n: 1 });
    await collection.createIndex({ 'a.b': 1, 'a.c': 1 });
    await collection.createIndex({ s: 1, n: -1, _id: 1 });
    await collection.createIndex({ n: 1, _id: -1 });
    await collection.createIndex({ 'a.c': 1 }, { sparse: true });
    await collection.createIndex({ s: -1 }, { partialFilterExpression: { n: { $gte: 4 } } });
    let documents = Array.from({ length: 300 }, (_, id) => randomDocument(random, id) as Document & { _id: number });
    await collection.insertMany(documents);

    const plans = new Map<string, number>();
    for (let question = 0; question < questions; question++) {
      const filter = randomFilter(random);
      const shape = {
        ...(random.chance(0.7) ? { sort: randomSort(random) } : {}),
        ...(random.chance(0.5) ? { limit: 1 + random.below(20) } : {}),
        ...(random.chance(0.3) ? { skip: random.below(10) } : {}),
      };
      const asked = `question ${question} of seed ${seed}: ${JSON.stringify({ filter, shape })}`;
      const matching = documents.filter(compileFilter(filter));
      const found = await collection.find(filter, shape);
      if (shape.sort === undefined) {
        // Without a sort the order is the engine's, so of a part only the number and the membership are promised.
        const ids = new Set(matching.map(({ _id }) => _id));
        const { skip = 0, limit = Infinity } = shape;
        expect({ asked, length: found.length }).toEqual({
          asked,
          length: Math.min(limit, Math.max(0, ids.size - skip)),
        });
        expect({ asked, strangers: found.filter(({ _id }) => !ids.has(_id)) }).toEqual({ asked, strangers: [] });
        expect(new Set(found.map(({ _id }) => _id)).size).toBe(found.length);
      } else {
        const sorted = sortDocuments(matching, shape.sort);
        const { skip = 0, limit = sorted.length } = shape;
        const expected = sorted.slice(skip, skip + limit).map(({ _id }) => _id);
        expect({ asked, ids: found.map(({ _id }) => _id) }).toEqual({ asked, ids: expected });
      }
      const { plan } = await collection.explain(filter, shape);
      plans.set(plan, (plans.get(plan) ?? 0) + 1);

      // Documents change meanwhile, and with them the keys.
      if (question % 5 === 0) {
        const id = random.below(300);
        const changed = randomDocument(random, id) as Document & { _id: number };
        if (random.chance(0.3)) await collection.deleteOne({ _id: id });
        else await collection.deleteOne({ _id: id }).then(() => collection.insertOne(changed));
        documents = await collection.find({}, { sort: { _id: 1 } });
      } else if (question % 5 === 1) {
        await collection.updateMany({ n: random.below(8) }, { $inc: { n: random.pick([1, -1]) } });
        documents = await collection.find({}, { sort: { _id: 1 } });
      }
    }
    // The comparison means something only if all kinds of plans took part.
    expect([...plans.keys()].sort()).toEqual(['index', 'ordered', 'scan', 'union']);
    expect(await database.verifyIndexes()).toEqual([]);
    await database.close();
  });
});
