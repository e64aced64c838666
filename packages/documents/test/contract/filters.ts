import { describe, expect, test } from '@jest/globals';
import { supportedOperators } from '../../src/index.ts';
import { filterCases } from './filter-cases.ts';
import { collectionWith, type Subject, testOf } from './subject.ts';

export function describeFilters(subject: Subject): void {
  describe('filters', () => {
    test('There is a case for every supported operator.', () => {
      const known = new Set(filterCases.map((one) => one.of));
      expect(supportedOperators.filter.filter((operator) => !known.has(operator))).toEqual([]);
    });

    for (const { of, name, documents, filter, ids } of filterCases) {
      testOf(subject, `${of}: ${name}`, async () => {
        const collection = await collectionWith(subject, documents);
        const found = await collection.find(filter, { sort: { _id: 1 } });
        expect(found.map(({ _id }) => _id as number)).toEqual(ids);
        expect(await collection.countDocuments(filter)).toBe(ids.length);
      });
    }
  });
}
