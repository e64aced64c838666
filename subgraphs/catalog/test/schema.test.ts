import { expect, test } from '@jest/globals';
import {
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
} from 'graphql';
import { withShopGraph } from './support/shop-graph.ts';

test('every type, field, argument and enum value has a description', () =>
  withShopGraph(async ({ subgraph, ask }) => {
    await ask('{ __typename }');
    const nameless: string[] = [];
    const check = (coordinate: string, { description }: { description?: string | null | undefined }) => {
      if (!description) nameless.push(coordinate);
    };
    for (const type of Object.values(subgraph.schema.getTypeMap())) {
      // What federation adds is not ours to describe.
      if (isIntrospectionType(type) || isSpecifiedScalarType(type) || /^_|__/.test(type.name)) continue;
      if (type.name !== 'Query' && type.name !== 'Mutation') check(type.name, type);
      if (isEnumType(type)) for (const value of type.getValues()) check(`${type.name}.${value.name}`, value);
      if (isObjectType(type) || isInterfaceType(type)) {
        for (const field of Object.values(type.getFields())) {
          if (field.name.startsWith('_')) continue;
          check(`${type.name}.${field.name}`, field);
          for (const argument of field.args) check(`${type.name}.${field.name}(${argument.name}:)`, argument);
        }
      }
      if (isInputObjectType(type)) {
        for (const field of Object.values(type.getFields())) check(`${type.name}.${field.name}`, field);
      }
    }
    expect(nameless).toEqual([]);
  }));
