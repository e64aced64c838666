import { describe, expect, test } from '@jest/globals';
import { type Document, ObjectId } from 'mongodb';
import { supportedOperators } from '../../src/index.ts';
import { pipelineCases } from './pipeline-cases.ts';
import { collectionWith, type Subject, testOf } from './subject.ts';

export function describePipelines(subject: Subject): void {
  describe('pipelines', () => {
    test('There is a case for every supported stage and accumulator.', () => {
      const known = new Set([...pipelineCases.map((one) => one.of), '$lookup']);
      const operators = [...supportedOperators.stage, ...supportedOperators.accumulator];
      expect(operators.filter((operator) => !known.has(operator))).toEqual([]);
    });

    for (const { of, name, documents, pipeline, gives } of pipelineCases) {
      testOf(subject, `${of}: ${name}`, async () => {
        const collection = await collectionWith(subject, documents);
        expect(await collection.aggregate(pipeline)).toStrictEqual(gives);
        // What a pipeline makes of documents is not what is stored, or kept in memory.
        expect(await collection.aggregate(pipeline)).toStrictEqual(gives);
      });
    }

    const lookups: { name: string; local: Document[]; foreign: Document[]; gives: unknown[] }[] = [
      {
        name: 'equal values, none where there is none',
        local: [
          { _id: 1, f: 'x' },
          { _id: 2, f: 'q' },
        ],
        foreign: [{ _id: 'x' }, { _id: 'y' }],
        gives: [['x'], []],
      },
      {
        name: 'any element of an array on either side',
        local: [
          { _id: 1, f: ['x', 'y'] },
          { _id: 2, f: 'z' },
          { _id: 3, f: [] },
        ],
        foreign: [
          { _id: 'a', g: ['x', 'z'] },
          { _id: 'b', g: 'y' },
        ],
        gives: [['a', 'b'], ['a'], []],
      },
      {
        name: 'null and missing alike',
        local: [{ _id: 1 }, { _id: 2, f: null }],
        foreign: [{ _id: 'a' }, { _id: 'b', g: null }, { _id: 'c', g: 1 }],
        gives: [
          ['a', 'b'],
          ['a', 'b'],
        ],
      },
    ];
    for (const { name, local, foreign, gives } of lookups) {
      testOf(subject, `$lookup: ${name}`, async () => {
        const others = `foreign-${new ObjectId().toHexString()}`;
        await subject.database().collection(others).insertMany(foreign);
        const collection = await collectionWith(subject, local);
        const foreignField = name.startsWith('equal') ? '_id' : 'g';
        const joined = await collection.aggregate([
          { $sort: { _id: 1 } },
          { $lookup: { from: others, localField: 'f', foreignField, as: 'found' } },
        ]);
        const ids = joined.map((document) => (document['found'] as Document[]).map(({ _id }) => _id as string));
        expect(ids.map((found) => found.toSorted())).toEqual(gives);
      });
    }
  });
}
