import { expect, test } from '@jest/globals';
import { createSilentLogger } from '@mosaico/service';
import { isEnumType, isInputObjectType, isInterfaceType, isObjectType, type GraphQLNamedType } from 'graphql';
import type { OrdersStores } from '../src/store/open-stores.ts';
import { createOrdersSubgraph } from '../src/subgraph.ts';
import { testConfig } from './ask.ts';

const logger = createSilentLogger();

test('every type, field, argument, input field and enum value has a description', () => {
  const { schema } = createOrdersSubgraph({
    stores: {} as OrdersStores,
    config: testConfig,
    accessTokenSecret: 'a secret of thirty-two characters',
    logger,
  });
  // What federation adds to a schema is not this subgraph's to describe; neither are the root types.
  const own = Object.values(schema.getTypeMap()).filter(({ name }) => !name.includes('__') && !name.startsWith('_'));
  const described = own.flatMap(describedParts).filter(([name]) => !/^(Query|Mutation)$|\._/.test(name));

  expect(described.length).toBeGreaterThan(120);
  expect(described.filter(([, description]) => !description).map(([name]) => name)).toEqual([]);
});

/** The type and each of its parts, with its description. */
function describedParts(type: GraphQLNamedType): [name: string, description: string | null | undefined][] {
  const whole: [string, string | null | undefined] = [type.name, type.description];
  if (isEnumType(type)) return [whole, ...partsOf(type.name, type.getValues())];
  if (isInputObjectType(type)) return [whole, ...partsOf(type.name, Object.values(type.getFields()))];
  if (!isObjectType(type) && !isInterfaceType(type)) return [whole];
  const fields = Object.values(type.getFields());
  return [
    whole,
    ...partsOf(type.name, fields),
    ...fields.flatMap(({ name, args }) => partsOf(`${type.name}.${name}`, args)),
  ];
}

function partsOf(
  owner: string,
  parts: readonly { name: string; description?: string | null | undefined }[],
): [name: string, description: string | null | undefined][] {
  return parts.map(({ name, description }) => [`${owner}.${name}`, description]);
}
