import { expect, test } from '@jest/globals';
import { isEnumType, isInputObjectType, isInterfaceType, isObjectType } from 'graphql';
import { recordingStores } from './support/fake-stores.ts';
import { subgraphOver } from './support/requests.ts';

test('Every type, field, argument and enum value has a description', () => {
  const { schema } = subgraphOver(recordingStores().stores);
  const undescribed: string[] = [];
  const look = (name: string, { description }: { description?: string | null | undefined }) => {
    if (!description) undescribed.push(name);
  };
  for (const type of Object.values(schema.getTypeMap())) {
    // What federation and GraphQL add to every subgraph is theirs to describe.
    if (/^(__|_|link__|federation__|Query$|ID$|Int$|String$|Float$|Boolean$)/.test(type.name) && type.name !== 'Query')
      continue;
    if (type.name !== 'Query') look(type.name, type);
    if (isEnumType(type)) for (const value of type.getValues()) look(`${type.name}.${value.name}`, value);
    if (isInputObjectType(type))
      for (const field of Object.values(type.getFields())) look(`${type.name}.${field.name}`, field);
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      if (field.name.startsWith('_')) continue;
      look(`${type.name}.${field.name}`, field);
      for (const arg of field.args) look(`${type.name}.${field.name}(${arg.name})`, arg);
    }
  }
  expect(undescribed).toEqual([]);
});
