import { beforeEach, describe, expect, test } from '@jest/globals';
import { createTestDatabase } from '@mosaico/testing';
import { decoyHash, type Passwords } from '../src/domain/accounts/password.ts';
import { ask, aSubgraph } from './ask.ts';
import { useShop } from './engines.ts';
import { aCustomer, numbers, times } from './records.ts';
import { recordCalls } from './record-calls.ts';

const login = `mutation ($email: String!, $password: String!) {
  login(input: { email: $email, password: $password }) { __typename ... on TooManyAttempts { message retryAfter } }
}`;
const right = 'correct horse battery';

describe('logins', () => {
  const shop = useShop(createTestDatabase);
  let at: Date;
  let hashes: string[];
  /** Costs nothing, and writes down what it was asked: a hash is its password with a word before it. */
  const passwords: Passwords = {
    hash: (password) => Promise.resolve(`hash of ${password}`),
    verify(passwordHash, password) {
      hashes.push(passwordHash);
      return Promise.resolve(passwordHash === `hash of ${password}`);
    },
  };
  const open = (stores = shop().stores) => aSubgraph({ stores, passwords, now: () => at });
  /** One for all logins of a test: to make one takes longer than a login, and keeps those at once waiting. */
  let subgraph: ReturnType<typeof aSubgraph>;

  beforeEach(async () => {
    at = new Date('2026-03-04T05:06:07.000Z');
    hashes = [];
    await shop().stores.customers.upsert([
      aCustomer({ id: '1', email: 'ada@example.com', passwordHash: `hash of ${right}` }),
      aCustomer({ id: '2', email: 'imported@example.com', passwordHash: null }),
    ]);
    subgraph = open();
  });

  async function logIn(email: string, password = 'a wrong password', clientAddress: string | null = null) {
    const { data, errors } = await ask(subgraph, login, { variables: { email, password }, clientAddress });
    expect(errors).toEqual([]);
    return data?.['login'] as { __typename: string; message?: string; retryAfter?: number };
  }

  test('cost one hash each and the same questions, whether there is an account, a password, or neither', async () => {
    const { stores, calls } = recordCalls(shop().stores);
    for (const email of ['ada@example.com', 'imported@example.com', 'nobody@example.com']) {
      await ask(open(stores), login, {
        variables: { email, password: 'a wrong password' },
        clientAddress: '192.0.2.1',
      });
    }
    expect(hashes).toEqual([`hash of ${right}`, decoyHash, decoyHash]);
    expect(calls.map(([name]) => name)).toEqual(
      numbers(3).flatMap(() => ['attempts.count', 'customers.findCredentials']),
    );
  });

  test.each(['ada@example.com', 'nobody@example.com'])(
    'of %s may fail ten times in a quarter of an hour; then none is tried, also with the right password',
    async (email) => {
      await times(10, async () => expect(await logIn(email)).toEqual({ __typename: 'InvalidCredentials' }));
      at = new Date(at.getTime() + 600_000);
      expect(await logIn(email.toUpperCase(), right)).toEqual({
        __typename: 'TooManyAttempts',
        message: 'There were too many attempts. Try again in 300 seconds.',
        retryAfter: 300,
      });
      expect(hashes).toHaveLength(10);
      expect(await logIn('other@example.com')).toEqual({ __typename: 'InvalidCredentials' });

      at = new Date(at.getTime() + 300_000);
      expect(await logIn(email)).toEqual({ __typename: 'InvalidCredentials' });
    },
  );

  test('that come at once are tried as often as is allowed, and no more', async () => {
    const answers = await Promise.all(numbers(30).map(() => logIn('ada@example.com')));
    expect(answers.filter(({ __typename }) => __typename === 'InvalidCredentials')).toHaveLength(10);
    expect(answers.filter(({ __typename }) => __typename === 'TooManyAttempts')).toHaveLength(20);
    expect(hashes).toHaveLength(10);
  });

  test('that succeed count for nothing, and take back what failed before', async () => {
    await times(3, async () => {
      await times(9, () => logIn('ada@example.com'));
      expect(await logIn('ada@example.com', right)).toEqual({ __typename: 'Session' });
    });
  });

  test('from one address may fail a hundred times, for whichever accounts; from others they go on', async () => {
    for (const number of numbers(100)) {
      expect(await logIn(`nobody-${number}@example.com`, 'x', '2001:db8::1')).toEqual({
        __typename: 'InvalidCredentials',
      });
    }
    expect(await logIn('ada@example.com', right, '2001:db8::2')).toMatchObject({ __typename: 'TooManyAttempts' });
    expect(await logIn('ada@example.com', right, '2001:db8:0:1::2')).toEqual({ __typename: 'Session' });
  });

  test('are counted without anybody’s address in the table', async () => {
    await logIn('ada@example.com', 'x', '192.0.2.7');
    const keys = await shop().database.knex('login_attempts').pluck<string[]>('attempt_key');
    expect(keys).toHaveLength(2);
    for (const key of keys) expect(key).toMatch(/^login:[an]:[0-9a-f]{64}$/);
  });
});
