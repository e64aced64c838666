import { describe, expect, test } from '@jest/globals';
import { currentSchemas, growthFaults, releasedSchemas, type EventSchema } from '../event-growth.ts';

const text: EventSchema = { type: 'string', minLength: 1, description: 'Words.' };
const paid: EventSchema = {
  type: 'object',
  required: ['id', 'lines'],
  properties: {
    id: text,
    lines: { type: 'array', items: { type: 'object', required: ['sku'], properties: { sku: text } } },
  },
};
const faults = (change: Partial<EventSchema>) =>
  growthFaults({ 'order.paid': paid }, { 'order.paid': { ...paid, ...change } });

test('The schemas of this release can be read by the last one, and the other way round', () => {
  expect(growthFaults(releasedSchemas(), currentSchemas())).toEqual([]);
});

describe('the schema of an event may', () => {
  test('stay, be described in other words, and get a property that is not required', () => {
    expect(faults({})).toEqual([]);
    expect(faults({ description: 'New words.', properties: { ...paid.properties, note: text } })).toEqual([]);
    expect(growthFaults({ 'order.paid': paid }, { 'order.paid': paid, 'order.lost': paid })).toEqual([]);
  });

  test.each<[string, Partial<EventSchema>, string[]]>([
    ['lose a property', { properties: { id: text } }, ['order.paid.lines is gone']],
    ['require what was not there', { required: ['id', 'lines', 'by'] }, ['order.paid.by is now required']],
    ['leave out what is relied upon', { required: ['id'] }, ['order.paid.lines is no longer required']],
    [
      'change a type',
      { properties: { ...paid.properties, id: { ...text, type: 'integer' } } },
      ['order.paid.id has another type'],
    ],
    [
      'refuse what was accepted',
      { properties: { ...paid.properties, id: { ...text, minLength: 2 } } },
      ['order.paid.id has another minLength'],
    ],
    [
      'change the parts of a list',
      {
        properties: {
          id: text,
          lines: { type: 'array', items: { type: 'object', required: ['sku'], properties: { sku: { type: 'null' } } } },
        },
      },
      ['order.paid.lines[].sku has another type', 'order.paid.lines[].sku has another minLength'],
    ],
  ])('not %s', (_what, change, expected) => {
    expect(faults(change)).toEqual(expected);
  });

  test('not go', () => {
    expect(growthFaults({ 'order.paid': paid }, {})).toEqual(['order.paid is gone']);
  });
});
