import { describe, expect, test } from '@jest/globals';
import { createIdentityTokens } from '@mosaico/service';
import { createTestDatabase } from '@mosaico/testing';
import { decoyHash, hashPassword } from '../src/domain/accounts/password.ts';
import { accessTokenSecret, ask, aSubgraph } from './ask.ts';
import { useShop } from './engines.ts';
import { aCustomer, numbers } from './records.ts';
import { recordCalls } from './record-calls.ts';

const register = `mutation ($email: String!, $password: String!, $name: String!) {
  register(input: { email: $email, password: $password, name: $name }) {
    __typename
    ... on Session { accessToken expiresAt customer { id name } }
    ... on EmailTaken { message }
    ... on WeakPassword { message }
  }
}`;
const login = `mutation ($email: String!, $password: String!) {
  login(input: { email: $email, password: $password }) {
    __typename
    ... on Session { accessToken expiresAt customer { id name } }
    ... on InvalidCredentials { message }
  }
}`;
const now = () => new Date('2026-03-04T05:06:07.089Z');
const password = 'correct horse battery';
const tokens = createIdentityTokens({ audience: 'access', secret: accessTokenSecret, lifetimeSeconds: 900, now });

interface SessionAnswer {
  __typename: string;
  accessToken: string;
  expiresAt: string;
  customer: { id: string; name: string };
}

describe('accounts', () => {
  const shop = useShop(createTestDatabase);
  const open = () => aSubgraph({ stores: shop().stores, now });
  const ada = { email: 'Ada@Example.com', password, name: 'Ada' };

  test('who registers is logged in for a quarter of an hour, and logs in again with the address in any case', async () => {
    const subgraph = open();
    const registered = await ask(subgraph, register, {
      variables: { ...ada, email: '  Ada@Example.COM ', name: ' Ada ' },
    });
    const session = registered.data?.['register'] as SessionAnswer;
    expect(session).toMatchObject({
      __typename: 'Session',
      expiresAt: '2026-03-04T05:21:07.000Z',
      customer: { id: '100000001', name: 'Ada' },
    });
    expect(await tokens.verify(session.accessToken)).toEqual({ customerId: '100000001', roles: [] });

    const again = await ask(subgraph, login, { variables: { email: 'ada@EXAMPLE.com', password } });
    expect(again.data?.['login']).toMatchObject({ __typename: 'Session', customer: { id: '100000001', name: 'Ada' } });
    expect((await shop().stores.customers.find(['100000001']))[0]).toMatchObject({
      email: 'ada@example.com',
      createdAt: now(),
    });
  });

  test('a token tells the roles of the customer', async () => {
    await shop().stores.customers.upsert([
      aCustomer({ roles: ['support', 'analyst'], passwordHash: await hashPassword(password) }),
    ]);
    const { data } = await ask(open(), login, { variables: { email: 'customer-1000001@example.com', password } });
    expect(await tokens.verify((data?.['login'] as SessionAnswer).accessToken)).toEqual({
      customerId: '1000001',
      roles: ['analyst', 'support'],
    });
  });

  test('an address that has an account, in whichever case, is EmailTaken, also for twenty at once', async () => {
    const subgraph = open();
    const answers = await Promise.all(
      numbers(20).map((number) =>
        ask(subgraph, register, { variables: { ...ada, email: number % 2 ? 'ada@example.com' : 'ADA@example.com' } }),
      ),
    );
    const names = answers.map(({ data }) => (data?.['register'] as { __typename: string }).__typename);
    expect(names.filter((name) => name === 'Session')).toHaveLength(1);
    expect(names.filter((name) => name === 'EmailTaken')).toHaveLength(19);
    expect(await shop().stores.customers.count()).toBe(1);
  });

  test.each([
    ['nine chars', 'Choose a password of at least 10 characters; got 9.', '123456 89'],
    ['their own address', 'Choose a password that is not your e-mail address.', 'ada@example.COM'],
    ['a common one', 'This password is among the first that are guessed. Choose another.', 'Password123'],
    [
      'one character over and over',
      'This password is among the first that are guessed. Choose another.',
      'aaaaaaaaaaaa',
    ],
    ['nine characters of several units each', 'Choose a password of at least 10 characters; got 9.', '🔑'.repeat(9)],
  ])('who chooses %s as a password is told why not', async (_, message, weak) => {
    const { data, errors } = await ask(open(), register, { variables: { ...ada, password: weak } });
    expect(errors).toEqual([]);
    expect(data).toEqual({ register: { __typename: 'WeakPassword', message } });
    expect(await shop().stores.customers.count()).toBe(0);
  });

  test('an unknown address, a wrong password and an account without a password get one answer for the same questions', async () => {
    await shop().stores.customers.upsert([
      aCustomer({ id: '1', email: 'ada@example.com', passwordHash: await hashPassword(password) }),
      aCustomer({ id: '2', email: 'imported@example.com', passwordHash: null }),
    ]);
    const { stores, calls } = recordCalls(shop().stores);
    const subgraph = aSubgraph({ stores, now });
    const credentials = [
      { email: 'nobody@example.com', password },
      { email: 'not an address', password },
      { email: 'ada@example.com', password: `${password}!` },
      { email: 'imported@example.com', password },
      { email: 'imported@example.com', password: '' },
    ];
    for (const variables of credentials) {
      expect(await ask(subgraph, login, { variables })).toEqual({
        data: {
          login: {
            __typename: 'InvalidCredentials',
            message: 'No account has this e-mail address with this password.',
          },
        },
        errors: [],
      });
    }
    expect(calls.map(([name]) => name)).toEqual(
      credentials.flatMap(() => ['attempts.count', 'customers.findCredentials']),
    );
  });

  test('passwords are kept as Argon2id at OWASP’s cost, each with a salt of its own, and so is the decoy', async () => {
    const [first, second] = await Promise.all([hashPassword(password), hashPassword(password)]);
    expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
    expect(first).not.toBe(second);
    expect(decoyHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
  });

  test('a password is the same in whichever coding a keyboard sends it', async () => {
    await ask(open(), register, { variables: { ...ada, password: 'café au lait'.normalize('NFC') } });
    const { data } = await ask(open(), login, {
      variables: { email: ada.email, password: 'café au lait'.normalize('NFD') },
    });
    expect(data).toMatchObject({ login: { __typename: 'Session' } });
  });
});
