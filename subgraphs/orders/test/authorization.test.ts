import { describe, expect, test } from '@jest/globals';
import { anonymous, type Identity } from '@mosaico/service';
import { createTestDatabase } from '@mosaico/testing';
import { ask, aSubgraph, codes, customer, staff } from './ask.ts';
import { useShop } from './engines.ts';
import { aCustomer, anOrder } from './records.ts';

const fields = `id name email addresses { city } createdAt roles orders { edges { node { id total { amount } } } }`;
const callers: Record<string, Identity> = {
  anonymous,
  'another customer': customer('2'),
  'the customer': customer('1'),
  support: staff('support'),
  merchandiser: staff('merchandiser'),
  fulfiller: staff('fulfiller'),
  analyst: staff('analyst'),
  admin: staff('admin'),
};
/** Which fields of the customer each caller may read, beside the id and the name. */
const readable: Record<string, string[]> = {
  anonymous: [],
  'another customer': [],
  'the customer': ['email', 'addresses', 'createdAt', 'roles', 'orders'],
  support: ['email', 'addresses', 'createdAt', 'orders'],
  merchandiser: ['createdAt'],
  fulfiller: ['createdAt'],
  analyst: ['createdAt'],
  admin: ['email', 'addresses', 'createdAt', 'roles', 'orders'],
};
const whole: Record<string, unknown> = {
  id: '1',
  name: 'Ada Lovelace',
  email: 'customer-1@example.com',
  addresses: [{ city: 'London' }],
  createdAt: '2026-01-02T03:04:05.678Z',
  roles: ['ANALYST'],
  orders: { edges: [{ node: { id: '11', total: { amount: '9.00' } } }] },
};
const guarded = ['email', 'addresses', 'createdAt', 'roles', 'orders'];

/** The customer as the caller sees it, and the codes of what the caller does not see. */
function asSeenBy(caller: string, path: string) {
  const hidden = guarded.filter((field) => !readable[caller]?.includes(field));
  return {
    data: { ...whole, ...Object.fromEntries(hidden.map((field) => [field, null])) },
    codes: Object.fromEntries(hidden.map((field) => [`${path}.${field}`, 'FORBIDDEN'])),
  };
}

describe('who may read what', () => {
  const shop = useShop(createTestDatabase);
  const open = async () => {
    const { stores } = shop();
    const address = { recipient: 'Ada', lines: ['1 Quay'], city: 'London', postalCode: null, country: 'GB' };
    await stores.customers.upsert([
      aCustomer({ id: '1', addresses: [address], roles: ['analyst'] }),
      aCustomer({ id: '2' }),
    ]);
    await stores.orders.addMissing([anOrder({ id: '11', customerId: '1' }), anOrder({ id: '12', customerId: null })]);
    return aSubgraph({ stores });
  };

  test('a customer who is reached by reference shows each caller what is theirs to see', async () => {
    const subgraph = await open();
    const query = `{ _entities(representations: [{ __typename: "Customer", id: "1" }]) { ... on Customer { ${fields} } } }`;
    for (const [caller, identity] of Object.entries(callers)) {
      const answer = await ask(subgraph, query, { identity });
      const seen = asSeenBy(caller, '_entities.0');
      expect([caller, answer.data, codes(answer)]).toEqual([caller, { _entities: [seen.data] }, seen.codes]);
    }
  });

  test('customer(id) is for that customer and the roles support, analyst and admin', async () => {
    const subgraph = await open();
    for (const [caller, identity] of Object.entries(callers)) {
      const answer = await ask(subgraph, `{ customer(id: "1") { ${fields} } }`, { identity });
      if (['the customer', 'support', 'analyst', 'admin'].includes(caller)) {
        const seen = asSeenBy(caller, 'customer');
        expect([caller, answer.data, codes(answer)]).toEqual([caller, { customer: seen.data }, seen.codes]);
      } else {
        expect([caller, answer.data, codes(answer)]).toEqual([caller, { customer: null }, { customer: 'FORBIDDEN' }]);
      }
    }
  });

  test('me is the caller, and null without a login', async () => {
    const subgraph = await open();
    expect(await ask(subgraph, `{ me { ${fields} } }`, { identity: customer('1') })).toEqual({
      data: { me: whole },
      errors: [],
    });
    expect(await ask(subgraph, '{ me { id } }')).toEqual({ data: { me: null }, errors: [] });
    expect(await ask(subgraph, '{ me { id } }', { identity: customer('999') })).toEqual({
      data: { me: null },
      errors: [],
    });
  });

  test.each([
    ['a customer’s order', '11', ['the customer', 'support', 'fulfiller', 'admin']],
    ['a guest’s order', '12', ['support', 'fulfiller', 'admin']],
  ])(
    '%s is for its customer and the roles support, fulfiller and admin, by id and by reference',
    async (_, id, allowed) => {
      const subgraph = await open();
      const query = `{
      order(id: "${id}") { id customerId }
      _entities(representations: [{ __typename: "Order", id: "${id}" }]) { ... on Order { id customerId } }
    }`;
      const customerId = id === '11' ? '1' : null;
      for (const [caller, identity] of Object.entries(callers)) {
        const answer = await ask(subgraph, query, { identity });
        const expected = allowed.includes(caller)
          ? { data: { order: { id, customerId }, _entities: [{ id, customerId }] }, codes: {} }
          : { data: { order: null, _entities: [null] }, codes: { order: 'FORBIDDEN', '_entities.0': 'FORBIDDEN' } };
        expect([caller, answer.data, codes(answer)]).toEqual([caller, expected.data, expected.codes]);
      }
    },
  );

  test('the customer of an order shows support no more than a customer does', async () => {
    const query = '{ order(id: "11") { customer { id name email roles } } }';
    const answer = await ask(await open(), query, { identity: staff('support') });
    expect(answer.data).toEqual({
      order: { customer: { id: '1', name: 'Ada Lovelace', email: 'customer-1@example.com', roles: null } },
    });
    expect(codes(answer)).toEqual({ 'order.customer.roles': 'FORBIDDEN' });
  });
});
