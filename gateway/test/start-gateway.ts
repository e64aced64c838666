import {
  createHttpExecutor,
  createIdentityTokens,
  createSilentLogger,
  serveSubgraph,
  type Identity,
  type Subgraph,
  type SubgraphExecutor,
} from '@mosaico/service';
import { createGateway, type Gateway, type GatewayOptions } from '../src/index.ts';
import { createTinyShop } from './tiny-shop.ts';

const secret = 'a secret of at least thirty-two characters';
const internalTokens = createIdentityTokens({
  audience: 'internal',
  secret,
  lifetimeSeconds: 60,
  now: () => new Date(),
});

/** Access tokens as customers carry them, made at the given time. */
export function accessTokensAt(now: () => Date = () => new Date()) {
  return createIdentityTokens({ audience: 'access', secret, lifetimeSeconds: 60, now });
}

export async function tokenOf(identity: Identity): Promise<string> {
  return (await accessTokensAt().sign(identity)).token;
}

interface Asked {
  readonly status: number;
  /** The body as it came over the wire. */
  readonly text: string;
  readonly body: { data?: Record<string, unknown> | null; errors?: GraphError[]; extensions?: unknown };
  readonly headers: Headers;
}

interface GraphError {
  readonly message: string;
  readonly path?: (string | number)[];
  readonly locations?: unknown;
  readonly extensions: Record<string, unknown>;
}

export interface RunningGateway {
  readonly gateway: Gateway;
  readonly ask: (request: string | object, headers?: Record<string, string>) => Promise<Asked>;
  readonly close: () => Promise<void>;
}

/** A gateway over the tiny shop, its executors changed as a test needs it. */
export async function startGateway(
  options: Partial<GatewayOptions> & { wrap?: (executors: Executors) => Partial<Executors>; overHttp?: boolean } = {},
): Promise<RunningGateway> {
  const { wrap = () => ({}), overHttp = false, ...rest } = options;
  const shop = createTinyShop();
  const served = overHttp ? await serve(Object.values(shop)) : inProcess(Object.values(shop));
  const executors: Executors = { ...served.executors, ...wrap(served.executors) };
  const gateway = await createGateway({
    subgraphs: Object.values(shop).map(({ name, sdl }) => ({ name, sdl, execute: executorFor(executors, name) })),
    accessTokens: accessTokensAt(),
    health: () => Promise.resolve([{ store: 'tiny', engine: 'memory', ready: true }]),
    host: '127.0.0.1',
    port: 0,
    logger: createSilentLogger(),
    explorer: { prebuild: false },
    ...rest,
  });
  return {
    gateway,
    ask: (request, headers = {}) => ask(gateway.url, request, headers),
    async close() {
      await gateway.close();
      await served.close();
    },
  };
}

export type Executors = Record<string, SubgraphExecutor>;

function inProcess(subgraphs: readonly Subgraph[]) {
  return {
    executors: Object.fromEntries(subgraphs.map(({ name, execute }) => [name, execute])),
    close: async () => {
      for (const subgraph of subgraphs) await subgraph.close();
    },
  };
}

async function serve(subgraphs: readonly Subgraph[]) {
  const servers = await Promise.all(
    subgraphs.map(async (subgraph) => {
      const logger = createSilentLogger();
      const server = await serveSubgraph({ subgraph, tokens: internalTokens, host: '127.0.0.1', port: 0, logger });
      return { name: subgraph.name, ...server };
    }),
  );
  return {
    executors: Object.fromEntries(
      servers.map(({ name, url }) => [
        name,
        createHttpExecutor({ name, url, tokens: internalTokens, timeoutMs: 5_000 }),
      ]),
    ),
    close: async () => {
      for (const server of servers) await server.close();
    },
  };
}

function executorFor(executors: Executors, name: string): SubgraphExecutor {
  const execute = executors[name];
  if (!execute) throw new Error(`The tiny shop has no subgraph ${name}.`);
  return execute;
}

async function ask(url: string, request: string | object, headers: Record<string, string>): Promise<Asked> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(typeof request === 'string' ? { query: request } : request),
  });
  const text = await response.text();
  return { status: response.status, text, body: JSON.parse(text) as Asked['body'], headers: response.headers };
}
