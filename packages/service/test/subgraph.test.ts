import { afterEach, describe, expect, test } from '@jest/globals';
import {
  anonymous,
  codedError,
  createHttpExecutor,
  createIdentityTokens,
  createSilentLogger,
  createSubgraph,
  ErrorCode,
  internalTokenHeader,
  requireRole,
  serveSubgraph,
  type Identity,
  type SubgraphExecutor,
} from '../src/index.ts';

const secret = 'a secret of at least thirty-two characters';
const now = () => new Date();
const internal = createIdentityTokens({ audience: 'internal', secret, lifetimeSeconds: 30, now });
const access = createIdentityTokens({ audience: 'access', secret, lifetimeSeconds: 30, now });
const analyst: Identity = { customerId: '7', roles: ['analyst'] };

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

function createThings(health = { store: 'things', engine: 'memory', ready: true }) {
  return createSubgraph({
    name: 'things',
    ownSdl: `type Query { whoami: String, afterWrite: Boolean, secret: String, broken: String, down: String, strict: String, dates: DateTime }`,
    resolvers: {
      Query: {
        whoami: (_parent: unknown, _args: unknown, context: { identity: Identity }) => JSON.stringify(context.identity),
        afterWrite: (_parent: unknown, _args: unknown, context: { afterWrite: boolean }) => context.afterWrite,
        secret: (_parent: unknown, _args: unknown, context: { identity: Identity }) => {
          requireRole(context.identity, 'analyst', 'admin');
          return 'seen';
        },
        broken: () => {
          throw new Error('SELECT password FROM customers failed at 10.0.0.1:3306');
        },
        down: () =>
          Promise.reject(Object.assign(new Error('connect ECONNREFUSED 10.0.0.1:3306'), { code: 'ECONNREFUSED' })),
        strict: () => {
          throw codedError(ErrorCode.badUserInput, 'first must be from 1 to 100; got 0.', {
            cause: new Error('inside'),
          });
        },
        dates: () => new Date(0),
      },
    },
    createContext: ({ identity, afterWrite }) => ({ identity, afterWrite }),
    health: () => Promise.resolve([health]),
    close: () => Promise.resolve(),
    logger: createSilentLogger(),
  });
}

async function served(subgraph = createThings()): Promise<{ url: string; execute: SubgraphExecutor }> {
  const server = await serveSubgraph({
    subgraph,
    tokens: internal,
    host: '127.0.0.1',
    port: 0,
    logger: createSilentLogger(),
  });
  closers.push(server.close);
  return {
    url: server.url,
    execute: createHttpExecutor({ name: 'things', url: server.url, tokens: internal, timeoutMs: 2_000 }),
  };
}

describe('a subgraph', () => {
  test('is told, in process and over HTTP, when the operation may have written already', async () => {
    const inProcess = createThings();
    closers.push(() => inProcess.close());
    for (const execute of [inProcess.execute, (await served()).execute]) {
      const ask = async (afterWrite?: boolean) => {
        const request = { query: '{ afterWrite }', identity: anonymous, requestId: 'r1' };
        const { data } = await execute({ ...request, ...(afterWrite === undefined ? {} : { afterWrite }) });
        return data?.['afterWrite'];
      };
      expect([await ask(), await ask(false), await ask(true)]).toEqual([false, false, true]);
    }
  });

  test('answers the same in process and over HTTP', async () => {
    const inProcess = createThings();
    closers.push(() => inProcess.close());
    const overHttp = await served();
    for (const query of [
      '{ whoami secret dates }',
      '{ broken whoami }',
      '{ down }',
      '{ nothing }',
      '{ oops',
      '{ strict }',
    ]) {
      const request = { query, identity: analyst, requestId: 'r1' };
      expect(await overHttp.execute(request)).toEqual(JSON.parse(JSON.stringify(await inProcess.execute(request))));
    }
  });

  test('tells nothing of its inside when it fails', async () => {
    const { execute } = await served();
    const { errors, data } = await execute({
      query: '{ broken down strict whoami }',
      identity: anonymous,
      requestId: 'r1',
    });
    expect(errors?.map(({ message, extensions, path }) => ({ message, extensions, path }))).toEqual(
      expect.arrayContaining([
        {
          message: 'Something went wrong on our side.',
          extensions: { code: 'INTERNAL_SERVER_ERROR' },
          path: ['broken'],
        },
        { message: 'The things store does not answer.', extensions: { code: 'STORE_UNAVAILABLE' }, path: ['down'] },
        { message: 'first must be from 1 to 100; got 0.', extensions: { code: 'BAD_USER_INPUT' }, path: ['strict'] },
      ]),
    );
    expect(errors).toHaveLength(3);
    expect(data?.['whoami']).toBe('{"customerId":null,"roles":[]}');
  });

  test('tells a caller without a login from one without the role', async () => {
    const { execute } = await served();
    const codeFor = async (identity: Identity) =>
      (await execute({ query: '{ secret }', identity, requestId: 'r1' })).errors?.[0]?.extensions?.['code'];
    expect(await codeFor(anonymous)).toBe('UNAUTHENTICATED');
    expect(await codeFor({ customerId: '8', roles: ['support'] })).toBe('FORBIDDEN');
    expect(await codeFor(analyst)).toBeUndefined();
  });

  test('refuses over HTTP whoever does not come from the gateway', async () => {
    const { url } = await served();
    const { token: customerToken } = await access.sign(analyst);
    for (const headers of [{}, { [internalTokenHeader]: 'forged' }, { [internalTokenHeader]: customerToken }]) {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query: '{ whoami }' }),
      });
      expect(response.status).toBe(401);
      expect(await response.json()).toEqual({
        errors: [{ message: 'Only the gateway may ask a subgraph.', extensions: { code: 'UNAUTHENTICATED' } }],
      });
    }
  });

  test('that nobody answers for gives a coded error to whoever asks it', async () => {
    const execute = createHttpExecutor({
      name: 'things',
      url: 'http://127.0.0.1:9/graphql',
      tokens: internal,
      timeoutMs: 500,
    });
    await expect(execute({ query: '{ whoami }', identity: anonymous, requestId: 'r1' })).rejects.toMatchObject({
      message: 'The things part of the shop does not answer.',
      extensions: { code: 'SUBGRAPH_UNAVAILABLE' },
    });
  });

  test('is live while it runs and ready only while its stores are', async () => {
    const { url } = await served(createThings({ store: 'things', engine: 'memory', ready: false }));
    const live = await fetch(new URL('/health/live', url));
    const ready = await fetch(new URL('/health/ready', url));
    expect([live.status, ready.status]).toEqual([200, 503]);
    expect(await ready.json()).toEqual({
      status: 'not ready',
      stores: [{ store: 'things', engine: 'memory', ready: false }],
    });
  });
});
