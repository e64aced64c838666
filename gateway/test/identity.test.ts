import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { internalTokenHeader, type SubgraphRequest } from '@mosaico/service';
import { accessTokensAt, startGateway, tokenOf, type RunningGateway } from './start-gateway.ts';

const grace = { customerId: '1000002', roles: ['analyst'] as const };

describe('who asks', () => {
  let running: RunningGateway;
  const reached: SubgraphRequest[] = [];
  beforeAll(async () => {
    running = await startGateway({
      overHttp: true,
      wrap: ({ people }) => ({
        people: (request) => {
          reached.push(request);
          if (!people) throw new Error('The tiny shop has people.');
          return people(request);
        },
      }),
      newId: () => 'made-here',
    });
  });
  afterAll(() => running.close());

  const whoAsks = async (headers: Record<string, string>) => {
    const { body } = await running.ask('{ whoAsks }', headers);
    return JSON.parse(String(body.data?.['whoAsks'])) as unknown;
  };

  test('is a guest without a token', async () => {
    expect(await whoAsks({})).toEqual({ customerId: null, roles: [] });
  });

  test('reaches the subgraph from the access token', async () => {
    expect(await whoAsks({ authorization: `Bearer ${await tokenOf(grace)}` })).toEqual(grace);
    expect(await whoAsks({ authorization: `bearer ${await tokenOf(grace)}` })).toEqual(grace);
  });

  test('cannot be claimed by a header of the gateway itself', async () => {
    const forged = await tokenOf({ customerId: '1', roles: ['admin'] });
    expect(await whoAsks({ [internalTokenHeader]: forged })).toEqual({ customerId: null, roles: [] });
    const both = { [internalTokenHeader]: forged, authorization: `Bearer ${await tokenOf(grace)}` };
    expect(await whoAsks(both)).toEqual(grace);
  });

  test('comes from the address of its connection, whatever the client says of itself', async () => {
    const forged = { 'x-forwarded-for': '192.0.2.7', 'x-mosaico-client-address': '192.0.2.7' };
    await whoAsks(forged);
    expect(reached.at(-1)?.clientAddress).toBe('127.0.0.1');
  });

  test('comes from where a proxy says that is trusted', async () => {
    const heard: SubgraphRequest[] = [];
    const behindProxy = await startGateway({
      overHttp: true,
      trustedProxies: ['127.0.0.0/8'],
      wrap: ({ people }) => ({
        people: (request) => {
          heard.push(request);
          return people?.(request) ?? Promise.reject(new Error('The tiny shop has people.'));
        },
      }),
    });
    try {
      await behindProxy.ask('{ whoAsks }', { 'x-forwarded-for': '198.51.100.1, 192.0.2.7' });
      expect(heard.map(({ clientAddress }) => clientAddress)).toEqual(['192.0.2.7']);
    } finally {
      await behindProxy.close();
    }
  });

  test('is not told to the subgraph by anything else the client sends', () => {
    for (const request of reached) {
      expect(Object.keys(request).toSorted()).toEqual(
        [
          'afterWrite',
          'clientAddress',
          'deadlineAt',
          'identity',
          'operationName',
          'query',
          'requestId',
          'variables',
        ].filter((key) => key in request),
      );
    }
    expect(reached.length).toBeGreaterThan(0);
  });

  test.each([
    [
      'that expired',
      async () => `Bearer ${(await accessTokensAt(() => new Date(Date.now() - 61_000)).sign(grace)).token}`,
      /does not hold or has expired/,
    ],
    [
      'that is forged',
      () => Promise.resolve('Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.'),
      /does not hold or has expired/,
    ],
    ['of another scheme', () => Promise.resolve('Basic YWRhOnNlY3JldA=='), /must be "Bearer"/],
    ['that is empty', () => Promise.resolve('Bearer '), /must be "Bearer"/],
  ])('is refused with a token %s, and not taken for a guest', async (_what, authorization, message) => {
    const before = reached.length;
    const { status, body, headers } = await running.ask('{ whoAsks }', { authorization: await authorization() });
    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toContain('Bearer');
    expect(body).toEqual({
      errors: [{ message: expect.stringMatching(message), extensions: { code: 'UNAUTHENTICATED' } }],
    });
    expect(reached).toHaveLength(before);
  });

  test.each([
    ['a sane one of the client', { 'x-request-id': 'shop-42.a' }, 'shop-42.a'],
    ['one made here without one', {}, 'made-here'],
    ['one made here for one that a log cannot carry', { 'x-request-id': 'a b"}' }, 'made-here'],
    ['one made here for one that is too long', { 'x-request-id': 'x'.repeat(101) }, 'made-here'],
  ])('is followed by an id: %s', async (_what, headers, expected) => {
    const { body, headers: answered } = await running.ask('{ requestId }', headers);
    expect(body.data).toEqual({ requestId: expected });
    expect(answered.get('x-request-id')).toBe(expected);
  });
});
