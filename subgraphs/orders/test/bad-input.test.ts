import { beforeAll, describe, expect, test } from '@jest/globals';
import { encodeCursor } from '@mosaico/service';
import { createTestDatabase } from '@mosaico/testing';
import { ask, aSubgraph, customer } from './ask.ts';
import { useShop } from './engines.ts';
import { recordCalls } from './record-calls.ts';
import { aCustomer, aSellable } from './records.ts';

const long = 'x'.repeat(10_000);
const place =
  'mutation ($input: PlaceOrderInput!, $key: ID!) { placeOrder(input: $input, idempotencyKey: $key) { __typename } }';
const register = 'mutation ($input: RegisterInput!) { register(input: $input) { __typename } }';
const login = 'mutation ($input: LoginInput!) { login(input: $input) { __typename } }';
const pages =
  'query ($first: Int, $after: String) { me { orders(first: $first, after: $after) { edges { cursor } } } }';
const password = 'correct horse battery';
const line = (changes: object) => ({ input: { items: [{ sku: 'MUG-1', quantity: 1, ...changes }] }, key: 'key-00001' });
const account = (changes: object) => ({ input: { email: 'ada@example.com', password, name: 'Ada', ...changes } });
const many = Array.from({ length: 101 }, (_, index) => ({ sku: `SKU-${index}`, quantity: 1 }));

const cases: [what: string, query: string, variables: Record<string, unknown>, message: RegExp][] = [
  ['an order id with letters', '{ order(id: "12a") { id } }', {}, /^id must be a whole number .*; got "12a"\.$/],
  ['an order id with a leading zero', '{ order(id: "012") { id } }', {}, /got "012"/],
  ['an order id beyond any', '{ order(id: "2147483648") { id } }', {}, /from 1 to 2147483647/],
  ['an empty customer id', '{ customer(id: "") { id } }', {}, /got ""/],
  ['a customer id of 10,000 characters', `{ customer(id: "${long}") { id } }`, {}, /got "x{56}…\.$/],
  ['a customer id that is SQL', '{ customer(id: "1 or 1=1") { id } }', {}, /got "1 or 1=1"/],
  ['no quantity', place, line({ quantity: 0 }), /^quantity must be from 1 to 10000; got 0 of "MUG-1"\.$/],
  ['a negative quantity', place, line({ quantity: -5 }), /got -5/],
  ['a quantity beyond 10,000', place, line({ quantity: 10_001 }), /got 10001/],
  ['an empty sku', place, line({ sku: '' }), /^sku must have 1 to 40 printable characters/],
  ['a sku with a space at its end', place, line({ sku: 'MUG-1 ' }), /got "MUG-1 "/],
  ['a sku with a control character', place, line({ sku: 'MUG\u0000' }), /^sku must/],
  ['a sku of 10,000 characters', place, line({ sku: long }), /^sku must/],
  ['no lines', place, { input: { items: [] }, key: 'key-00001' }, /^items must have 1 to 100 lines; got 0/],
  ['101 lines', place, { input: { items: many }, key: 'key-00001' }, /got 101/],
  [
    'a sku twice',
    place,
    { input: { items: [1, 2].map((quantity) => ({ sku: 'MUG-1', quantity })) }, key: 'key-00001' },
    /^items must name each sku once; got "MUG-1" twice\.$/,
  ],
  ['a key of seven characters', place, { ...line({}), key: '1234567' }, /^idempotencyKey must have 8 to 64/],
  ['a key of 10,000 characters', place, { ...line({}), key: long }, /^idempotencyKey must have 8 to 64/],
  ['a key with a space', place, { ...line({}), key: 'key 00001' }, /got "key 00001"/],
  [
    'an address without a domain',
    register,
    account({ email: 'ada' }),
    /^email must be an e-mail address .*; got "ada"\.$/,
  ],
  ['an address with a line break', register, account({ email: 'ada@example.com\nbcc: x@y.z' }), /^email must/],
  ['an address of 10,000 characters', register, account({ email: `${long}@example.com` }), /^email must/],
  ['an address whose name is too long', register, account({ email: `${'a'.repeat(65)}@example.com` }), /^email must/],
  ['an empty name', register, account({ name: '  ' }), /^name must have 1 to 100 characters/],
  ['a name of 10,000 characters', register, account({ name: long }), /^name must have 1 to 100 characters/],
  ['a name with a control character', register, account({ name: 'A\u0000da' }), /^name must have 1 to 100 characters/],
  [
    'a password of 10,000 characters',
    register,
    account({ password: long }),
    /^password must have at most 200 .*; got 10000\.$/,
  ],
  [
    'a login with an address of 10,000 characters',
    login,
    { input: { email: long, password } },
    /^email must have at most 254/,
  ],
  [
    'a login with a password of 10,000 characters',
    login,
    { input: { email: 'ada@example.com', password: long } },
    /^password must/,
  ],
  ['a page of none', pages, { first: 0 }, /^first must be from 1 to 100; got 0\.$/],
  ['a page of 101', pages, { first: 101 }, /got 101/],
  ['a cursor that is none', pages, { after: 'abc' }, /^after must be a cursor that this field gave out/],
  ['a cursor of another field', pages, { after: encodeCursor(['5']) }, /^after must be a cursor/],
  ['a cursor beyond time', pages, { after: encodeCursor([8.64e15, '5']) }, /^after must be a cursor/],
  ['a cursor of 10,000 characters', pages, { after: long }, /^after must be a cursor/],
  ['a quantity that is no number', place, line({ quantity: 'two' }), /Int cannot represent non-integer value/],
  ['an input field that is unknown', place, line({ price: '0.01' }), /Field "price" is not defined/],
];

describe('bad input', () => {
  const shop = useShop(createTestDatabase, { per: 'block' });
  beforeAll(async () => {
    await shop().stores.customers.upsert([aCustomer({ id: '1' })]);
    await shop().stores.stock.upsert([aSellable({ sku: 'MUG-1' })], { at: new Date() });
  });

  test.each(cases)('%s is BAD_USER_INPUT, and nothing is written', async (_, query, variables, message) => {
    const before = await shop().stores.counts();
    const { stores, calls } = recordCalls(shop().stores);
    const { errors } = await ask(aSubgraph({ stores }), query, { variables, identity: customer('1') });

    expect(errors).toHaveLength(1);
    expect(errors[0]?.code).toBe('BAD_USER_INPUT');
    expect(errors[0]?.message).toMatch(message);
    expect(errors[0]?.message).not.toMatch(/select|insert|\bat \w+ \(/i);
    // It was refused before any store was asked, the caller's own record apart.
    expect(calls.filter(([name]) => name !== 'customers.find')).toEqual([]);
    expect(await shop().stores.counts()).toEqual(before);
  });

  test('an id that nobody has is null', async () => {
    const subgraph = aSubgraph({ stores: shop().stores });
    const query = '{ order(id: "999") { id } me { id } }';
    expect(await ask(subgraph, query, { identity: customer('7') })).toEqual({
      data: { order: null, me: null },
      errors: [],
    });
  });
});
