import { describe, expect, test } from '@jest/globals';
import type { Document } from 'mongodb';
import { supportedOperators } from '../../src/index.ts';
import { collectionWith, type Subject, testOf } from './subject.ts';
import { updateCases } from './update-cases.ts';

export function describeUpdates(subject: Subject): void {
  describe('updates', () => {
    test('There is a case for every supported operator.', () => {
      const known = new Set([...updateCases.map((one) => one.of), '$currentDate']);
      const operators = [...supportedOperators.update, ...supportedOperators.push];
      expect(operators.filter((operator) => !known.has(operator))).toEqual([]);
    });

    for (const { of, name, before, update, arrayFilters, after } of updateCases) {
      testOf(subject, `${of}: ${name}`, async () => {
        const collection = await collectionWith(subject, [{ _id: 1, ...before }]);
        const change = collection.updateOne({ _id: 1 }, update, { arrayFilters });
        if (after === 'refused') await expect(change).rejects.toMatchObject({ code: 'WRITE_REFUSED' });
        else expect(await change).toMatchObject({ matchedCount: 1 });
        expect(await collection.findOne({})).toStrictEqual({ _id: 1, ...(after === 'refused' ? before : after) });
      });
    }

    testOf(subject, '$currentDate: a date, about now', async () => {
      const collection = await collectionWith(subject, [{ _id: 1 }]);
      await collection.updateOne({ _id: 1 }, { $currentDate: { at: true } });
      const found = await collection.findOne({});
      expect(found?.['at']).toBeInstanceOf(Date);
    });

    testOf(
      subject,
      'An update that leaves a document as it was is not a modification, whatever the operator.',
      async () => {
        const collection = await collectionWith(subject, [{ _id: 1, n: 1, t: ['a'], o: { x: 1 } }]);
        const updates: Document[] = [
          { $set: { n: 1, o: { x: 1 } } },
          { $inc: { n: 0 } },
          { $min: { n: 5 } },
          { $max: { n: 0 } },
          { $addToSet: { t: 'a' } },
          { $pull: { t: 'b' } },
          { $unset: { absent: 1 } },
        ];
        for (const update of updates) {
          const result = await collection.updateOne({ _id: 1 }, update);
          expect(result).toEqual({ matchedCount: 1, modifiedCount: 0, upsertedId: null });
        }
      },
    );
  });
}
