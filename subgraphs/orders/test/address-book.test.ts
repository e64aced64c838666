import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Subgraph } from '@mosaico/service';
import { createTestDatabase } from '@mosaico/testing';
import { openCacheTiers } from '@mosaico/entity-cache';
import { createSilentLogger } from '@mosaico/service';
import { ask, aSubgraph, codes, customer } from './ask.ts';
import { useShop } from './engines.ts';
import { eventsIn } from './events.ts';
import { aCustomer, numbers } from './records.ts';

const fields = 'id recipient lines city postalCode country isDefault';
const add = `mutation ($input: AddressInput!, $makeDefault: Boolean) { addAddress(input: $input, makeDefault: $makeDefault) { __typename ... on Address { ${fields} } ... on Problem { message } } }`;
const change = `mutation ($id: ID!, $input: AddressInput!) { changeAddress(id: $id, input: $input) { __typename ... on Address { ${fields} } ... on Problem { message } } }`;
const remove =
  'mutation ($id: ID!) { removeAddress(id: $id) { __typename ... on AddressRemoved { id } ... on Problem { message } } }';
const input = { recipient: 'Ada', lines: ['12 St James’s'], city: 'London', postalCode: 'sw1y 4jh', country: 'gb' };
const saved = { __typename: 'Address', ...input, postalCode: 'SW1Y 4JH', country: 'GB' };
const ada = customer('1');

describe('an address book', () => {
  const shop = useShop(createTestDatabase);
  let subgraph: Subgraph;
  beforeEach(async () => {
    await shop().stores.customers.upsert([aCustomer({ id: '1' }), aCustomer({ id: '2' })]);
    const tiers = await openCacheTiers({ config: { REDIS_KEY_PREFIX: 'test' }, logger: createSilentLogger() });
    subgraph = aSubgraph({ stores: shop().stores, tiers });
    // Its server has begun before the test does.
    await ask(subgraph, '{ __typename }');
  });
  const mutate = async (query: string, variables: Record<string, unknown>, identity = ada) => {
    const { data, errors } = await ask(subgraph, query, { variables, identity });
    expect(errors).toEqual([]);
    return Object.values(data ?? {})[0] as Record<string, unknown>;
  };
  const book = async () => {
    const { data } = await ask(subgraph, `{ me { addresses { id city isDefault } } }`, { identity: ada });
    return (data?.['me'] as { addresses: { id: string; city: string; isDefault: boolean }[] }).addresses.map(
      ({ id, city, isDefault }) => `${id} ${city}${isDefault ? '!' : ''}`,
    );
  };

  test('is filled, changed and emptied by its customer, and shows each change at once', async () => {
    expect(await book()).toEqual([]);
    expect(await mutate(add, { input })).toEqual({ ...saved, id: '1', isDefault: true });
    expect(await mutate(add, { input: { ...input, city: 'Bath' }, makeDefault: true })).toMatchObject({
      id: '2',
      isDefault: true,
    });
    expect(await book()).toEqual(['1 London', '2 Bath!']);
    expect(await mutate(change, { id: '1', input: { ...input, city: 'York' } })).toEqual({
      ...saved,
      city: 'York',
      id: '1',
      isDefault: false,
    });
    expect(await book()).toEqual(['1 York', '2 Bath!']);
    expect(await mutate(remove, { id: '2' })).toEqual({ __typename: 'AddressRemoved', id: '2' });
    expect(await book()).toEqual(['1 York!']);
    expect((await eventsIn(shop())).map(({ type, subject }) => `${type} ${subject}`)).toEqual(
      numbers(4).map(() => 'customer.updated 1'),
    );
  });

  test('is nobody else’s', async () => {
    await mutate(add, { input });
    const unknown = { __typename: 'UnknownAddress', message: 'You have no address of this id.' };
    expect(await mutate(change, { id: '1', input }, customer('2'))).toEqual(unknown);
    expect(await mutate(remove, { id: '1' }, customer('2'))).toEqual(unknown);
    for (const [query, field] of [
      [add, 'addAddress'],
      [change, 'changeAddress'],
      [remove, 'removeAddress'],
    ] as const) {
      expect(codes(await ask(subgraph, query, { variables: { id: '1', input } }))).toEqual({
        [field]: 'UNAUTHENTICATED',
      });
    }
    expect(await book()).toEqual(['1 London!']);
  });

  test('takes no address that cannot be one, and tells what is required', async () => {
    const { data, errors } = await ask(subgraph, add, {
      variables: { input: { ...input, postalCode: '1' } },
      identity: ada,
    });
    expect(data).toEqual({ addAddress: null });
    expect(errors).toEqual([
      {
        code: 'BAD_USER_INPUT',
        path: 'addAddress',
        message: 'input.postalCode must be one of GB, such as "SW1A 1AA"; got "1".',
      },
    ]);
    expect(await eventsIn(shop())).toEqual([]);
  });
});
