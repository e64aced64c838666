import type { Bus } from '@mosaico/bus';
import type { CacheTiers } from '@mosaico/entity-cache';
import {
  anonymous,
  createSilentLogger,
  type Identity,
  type StaffRole,
  type Subgraph,
  type SubgraphExecutor,
} from '@mosaico/service';
import type { Passwords } from '../src/domain/accounts/password.ts';
import type { OutboxConfig } from '../src/config.ts';
import type { Mailer } from '../src/mail/mailer.ts';
import type { OrdersStores } from '../src/store/open-stores.ts';
import { createOrdersSubgraph } from '../src/subgraph.ts';

export const accessTokenSecret = 'a secret of thirty-two characters';
export const testConfig = {
  SHOP_CURRENCY: 'GBP',
  ACCESS_TOKEN_LIFETIME_SECONDS: 900,
  SESSION_LIFETIME_SECONDS: 86_400,
  RESERVATION_MINUTES: 15,
  LOGIN_ATTEMPTS_PER_ACCOUNT: 10,
  LOGIN_ATTEMPTS_PER_ADDRESS: 100,
  LOGIN_ATTEMPTS_WINDOW_SECONDS: 900,
  PUBLIC_URL: 'https://shop.example',
} as const;

/** A subgraph over stores that the caller closes. */
export function aSubgraph(options: {
  stores: OrdersStores;
  cart?: SubgraphExecutor;
  bus?: Bus;
  tiers?: CacheTiers;
  mailer?: Mailer;
  passwords?: Passwords;
  outboxConfig?: OutboxConfig;
  now?: () => Date;
}): Subgraph {
  const { stores, cart, bus = null, tiers, mailer, passwords, outboxConfig, now } = options;
  return createOrdersSubgraph({
    stores,
    config: { ...testConfig, ...outboxConfig },
    accessTokenSecret,
    executors: cart ? { cart } : {},
    bus,
    ...(tiers ? { tiers } : {}),
    ...(mailer ? { mailer } : {}),
    ...(passwords ? { passwords } : {}),
    logger: createSilentLogger(),
    ...(now ? { now } : {}),
  });
}

export interface Answer {
  data: Record<string, unknown> | null;
  errors: { code: unknown; path: string; message: string }[];
}

/** Asks in somebody's name; errors come as code, dotted path and message. */
export async function ask(
  subgraph: Subgraph,
  query: string,
  {
    variables = {},
    identity = anonymous,
    clientAddress = null,
  }: { variables?: Record<string, unknown>; identity?: Identity; clientAddress?: string | null } = {},
): Promise<Answer> {
  const { data, errors = [] } = await subgraph.execute({
    query,
    variables,
    identity,
    clientAddress,
    requestId: 'request-1',
  });
  return {
    // Without the null prototypes of GraphQL's objects, which equal nothing that a test can write.
    data: JSON.parse(JSON.stringify(data ?? null)) as Answer['data'],
    errors: errors.map(({ extensions, path, message }) => ({
      code: extensions?.['code'],
      path: (path ?? []).join('.'),
      message,
    })),
  };
}

export function customer(id: string): Identity {
  return { customerId: id, roles: [] };
}

export function staff(role: StaffRole): Identity {
  return { customerId: '1000900', roles: [role] };
}

/** The codes of an answer's errors by path. */
export function codes({ errors }: Answer): Record<string, unknown> {
  return Object.fromEntries(errors.map(({ path, code }) => [path, code]));
}
