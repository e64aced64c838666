import { describe, expect, test } from '@jest/globals';
import { isEnumType, isInputObjectType, isInterfaceType, isObjectType } from 'graphql';
import { openRecordedSubgraph } from './support/recorded-subgraph.ts';

describe('the SDL', () => {
  test('describes every type, field, argument, input field and enum value', async () => {
    const events = await openRecordedSubgraph();
    const { schema } = events.subgraph;
    await events.remove();
    const bare: string[] = [];
    const note = (coordinate: string, { description }: { description?: string | null | undefined }) => {
      if ((description ?? '').trim() === '') bare.push(coordinate);
    };
    const types = Object.values(schema.getTypeMap()).filter(
      ({ name }) => !/^(_|federation__|link__|Query$|Mutation$)/.test(name),
    );
    for (const type of types) note(type.name, type);
    for (const type of Object.values(schema.getTypeMap())) {
      if (type.name.startsWith('_')) continue;
      if (isEnumType(type)) for (const value of type.getValues()) note(`${type.name}.${value.name}`, value);
      if (isInputObjectType(type)) {
        for (const field of Object.values(type.getFields())) note(`${type.name}.${field.name}`, field);
      }
      if (!isObjectType(type) && !isInterfaceType(type)) continue;
      for (const field of Object.values(type.getFields()).filter(({ name }) => !name.startsWith('_'))) {
        note(`${type.name}.${field.name}`, field);
        for (const argument of field.args) note(`${type.name}.${field.name}(${argument.name}:)`, argument);
      }
    }
    expect(bare).toEqual([]);
    expect(types.map(({ name }) => name)).toEqual(expect.arrayContaining(['ActivityEvent', 'MetricPoint', 'Money']));
  });
});
