import { beforeEach, describe, expect, test } from '@jest/globals';
import { createIdentityTokens, type Subgraph } from '@mosaico/service';
import { createTestDatabase } from '@mosaico/testing';
import { hashPassword } from '../src/domain/accounts/password.ts';
import { accessTokenSecret, ask, aSubgraph, codes, customer } from './ask.ts';
import { useShop } from './engines.ts';
import { aCustomer } from './records.ts';

const password = 'correct horse battery';
const session = `__typename ... on Session { accessToken expiresAt refreshToken refreshTokenExpiresAt customer { id name } }`;
const login = `mutation { login(input: { email: "ada@example.com", password: "${password}" }) { ${session} } }`;
const refresh = `mutation ($token: String!) { refreshSession(refreshToken: $token) { ${session} ... on InvalidRefreshToken { message } } }`;
const logout = `mutation ($token: String!) { logout(refreshToken: $token) { count } }`;

interface SessionAnswer {
  accessToken: string;
  refreshToken: string;
}

describe('a login', () => {
  const shop = useShop(createTestDatabase);
  let at: Date;
  let subgraph: Subgraph;
  const now = () => at;
  const later = (seconds: number) => void (at = new Date(at.getTime() + seconds * 1_000));
  const logIn = async () => (await ask(subgraph, login)).data?.['login'] as SessionAnswer;
  const take = async (token: string) =>
    (await ask(subgraph, refresh, { variables: { token } })).data?.['refreshSession'] as SessionAnswer;

  beforeEach(async () => {
    at = new Date('2026-03-04T05:06:07.000Z');
    subgraph = aSubgraph({ stores: shop().stores, now });
    await shop().stores.customers.upsert([
      aCustomer({ id: '1', email: 'ada@example.com', passwordHash: await hashPassword(password) }),
    ]);
  });

  test('is kept up by refresh tokens, each for the next one, with the roles of the moment', async () => {
    const first = await logIn();
    expect(first).toMatchObject({
      __typename: 'Session',
      expiresAt: '2026-03-04T05:21:07.000Z',
      refreshToken: expect.stringMatching(/^[\w-]{43}$/),
      refreshTokenExpiresAt: '2026-03-05T05:06:07.000Z',
    });
    later(80_000);
    await shop().stores.customers.upsert([aCustomer({ id: '1', email: 'ada@example.com', roles: ['analyst'] })]);
    const second = await take(first.refreshToken);
    expect(second).toMatchObject({
      expiresAt: '2026-03-05T03:34:27.000Z',
      refreshTokenExpiresAt: '2026-03-06T03:19:27.000Z',
      customer: { id: '1', name: 'Ada Lovelace' },
    });
    expect(second.refreshToken).not.toBe(first.refreshToken);
    const tokens = createIdentityTokens({ audience: 'access', secret: accessTokenSecret, lifetimeSeconds: 900, now });
    expect(await tokens.verify(second.accessToken)).toEqual({ customerId: '1', roles: ['analyst'] });

    later(86_400);
    expect(await take(second.refreshToken)).toEqual({
      __typename: 'InvalidRefreshToken',
      message: 'This refresh token does not hold, or its login has ended. Log in again.',
    });
  });

  test('ends for both when somebody else has its token too', async () => {
    const mine = await logIn();
    const next = await take(mine.refreshToken);
    expect(await take(mine.refreshToken)).toEqual({
      __typename: 'InvalidRefreshToken',
      message: 'This refresh token was used before, so that its login has ended. Log in again.',
    });
    expect(await take(next.refreshToken)).toMatchObject({ __typename: 'InvalidRefreshToken' });
  });

  test('ends here, or everywhere for whoever is logged in', async () => {
    const [here, there, elsewhere] = [await logIn(), await logIn(), await logIn()];
    const count = async (token: string) => (await ask(subgraph, logout, { variables: { token } })).data;
    expect(await count(here.refreshToken)).toEqual({ logout: { count: 1 } });
    expect(await count(here.refreshToken)).toEqual({ logout: { count: 0 } });
    expect(await count('')).toEqual({ logout: { count: 0 } });
    expect(await take(here.refreshToken)).toMatchObject({ __typename: 'InvalidRefreshToken' });

    const everywhere = 'mutation { logoutEverywhere { count } }';
    expect(codes(await ask(subgraph, everywhere))).toEqual({ logoutEverywhere: 'UNAUTHENTICATED' });
    expect((await ask(subgraph, everywhere, { identity: customer('1') })).data).toEqual({
      logoutEverywhere: { count: 2 },
    });
    for (const { refreshToken } of [there, elsewhere]) {
      expect(await take(refreshToken)).toMatchObject({ __typename: 'InvalidRefreshToken' });
    }
  });

  test('is kept without anything that lets somebody in', async () => {
    const { refreshToken, accessToken } = await logIn();
    const { knex } = shop().database;
    const rows = JSON.stringify([await knex('refresh_tokens'), await knex('login_sessions')]);
    expect(rows).not.toContain(refreshToken);
    expect(rows).not.toContain(accessToken);
  });
});
