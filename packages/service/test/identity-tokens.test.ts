import { describe, expect, test } from '@jest/globals';
import { SignJWT, UnsecuredJWT } from 'jose';
import { createIdentityTokens, type Identity } from '../src/index.ts';

const secret = 'a secret of at least thirty-two characters';
const ada: Identity = { customerId: '1000001', roles: ['analyst'] };

function tokensAt(time: { now: Date }, audience: 'access' | 'internal' = 'access') {
  return createIdentityTokens({ audience, secret, lifetimeSeconds: 60, now: () => time.now });
}

describe('identity tokens', () => {
  test('carry an identity, with or without a login', async () => {
    const tokens = tokensAt({ now: new Date('2026-01-01T00:00:00Z') });
    for (const identity of [ada, { customerId: null, roles: [] }]) {
      const { token } = await tokens.sign(identity);
      expect(await tokens.verify(token)).toEqual(identity);
    }
  });

  test('hold until they expire and no longer', async () => {
    const time = { now: new Date('2026-01-01T00:00:00Z') };
    const tokens = tokensAt(time);
    const { token, expiresAt } = await tokens.sign(ada);
    expect(expiresAt).toEqual(new Date('2026-01-01T00:01:00Z'));
    time.now = new Date('2026-01-01T00:00:59Z');
    expect(await tokens.verify(token)).toEqual(ada);
    time.now = new Date('2026-01-01T00:01:00Z');
    expect(await tokens.verify(token)).toBeNull();
  });

  test('of one audience do not pass for the other', async () => {
    const time = { now: new Date('2026-01-01T00:00:00Z') };
    const { token } = await tokensAt(time, 'access').sign(ada);
    expect(await tokensAt(time, 'internal').verify(token)).toBeNull();
  });

  test('that are forged, unsigned, malformed or of another algorithm are refused', async () => {
    const time = { now: new Date() };
    const claims = { roles: ['admin'], sub: '1', aud: 'mosaico:access', exp: Math.floor(Date.now() / 1000) + 60 };
    const otherKey = new TextEncoder().encode('another secret of thirty-two characters!!');
    const sameKey = new TextEncoder().encode(secret);
    const forged = [
      await new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(otherKey),
      await new SignJWT(claims).setProtectedHeader({ alg: 'HS512' }).sign(sameKey),
      new UnsecuredJWT(claims).encode(),
      'not-a-token',
      '',
    ];
    for (const token of forged) expect(await tokensAt(time).verify(token)).toBeNull();
  });

  test('are signed once a second for each identity', async () => {
    const time = { now: new Date('2026-01-01T00:00:00.000Z') };
    const tokens = tokensAt(time);
    const first = await tokens.sign(ada);
    const other = await tokens.sign({ ...ada, roles: [] });
    time.now = new Date('2026-01-01T00:00:00.999Z');
    expect(await tokens.sign({ ...ada })).toBe(first);
    expect(await tokens.verify(other.token)).toEqual({ ...ada, roles: [] });
    time.now = new Date('2026-01-01T00:00:01.000Z');
    const next = await tokens.sign(ada);
    expect(next.token).not.toBe(first.token);
    expect(next.expiresAt).toEqual(new Date('2026-01-01T00:01:01.000Z'));
  });

  test('that were verified are refused once they expire, as others are', async () => {
    const time = { now: new Date('2026-01-01T00:00:00Z') };
    const tokens = tokensAt(time);
    const { token } = await tokens.sign(ada);
    const [first, second] = [await tokens.verify(token), await tokens.verify(token)];
    expect(second).toBe(first);
    expect(await tokens.verify(`${token.slice(0, -2)}AA`)).toBeNull();
    time.now = new Date('2026-01-01T00:01:00Z');
    expect(await tokens.verify(token)).toBeNull();
  });

  test('are remembered no more than they may be, the first verified going first', async () => {
    const tokens = createIdentityTokens({
      audience: 'access',
      secret,
      lifetimeSeconds: 60,
      now: () => new Date('2026-01-01T00:00:00Z'),
      remembered: 1,
    });
    const { token } = await tokens.sign(ada);
    const { token: other } = await tokens.sign({ customerId: '2', roles: [] });
    const first = await tokens.verify(token);
    await tokens.verify(other);
    expect(await tokens.verify(token)).not.toBe(first);
    expect(await tokens.verify(token)).toEqual(ada);
  });

  test('drop a role that does not exist', async () => {
    const key = new TextEncoder().encode(secret);
    const token = await new SignJWT({ roles: ['analyst', 'emperor'] })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject('1000001')
      .setAudience('mosaico:access')
      .setExpirationTime('1m')
      .sign(key);
    expect(await tokensAt({ now: new Date() }).verify(token)).toEqual(ada);
  });
});
