import { describe, expect, test } from '@jest/globals';
import { supportedOperators } from '../../src/index.ts';
import { expressionCases, expressionDocument, fails, missing } from './expression-cases.ts';
import { collectionWith, type Subject, testOf } from './subject.ts';

export function describeExpressions(subject: Subject): void {
  describe('expressions', () => {
    test('There is a case for every supported operator and variable.', () => {
      const known = new Set(expressionCases.map((one) => one.of));
      const operators = [...supportedOperators.expression, ...supportedOperators.variable];
      expect(operators.filter((operator) => !known.has(operator))).toEqual([]);
    });

    for (const { of, expression, gives, isSet } of expressionCases) {
      testOf(subject, `${of}: ${JSON.stringify(expression)} ${describeResult(gives)}`, async () => {
        const collection = await collectionWith(subject, [expressionDocument]);
        const evaluated = collection.aggregate<{ result?: unknown }>([{ $project: { _id: 0, result: expression } }]);
        if (gives === fails) {
          await expect(evaluated).rejects.toMatchObject({ code: 'QUERY_FAILED' });
          return;
        }
        const [found] = await evaluated;
        const result = isSet === true ? [...(found?.result as unknown[])].sort() : found?.result;
        expect(isSet === true ? { result } : found).toStrictEqual(gives === missing ? {} : { result: gives });
      });
    }

    testOf(subject, 'In a filter an expression means the same.', async () => {
      const collection = await collectionWith(subject, [expressionDocument]);
      const equal = { $expr: { $eq: [{ $size: { $setIntersection: ['$words', ['a', 'b', 'q']] } }, 2] } };
      expect(await collection.countDocuments(equal)).toBe(1);
    });
  });
}

function describeResult(gives: unknown): string {
  return typeof gives === 'symbol' ? (gives === fails ? 'fails' : 'is missing') : `gives ${JSON.stringify(gives)}`;
}
