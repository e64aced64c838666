import { createIdentityTokens, loadSecrets, type Identity } from '@mosaico/service';
import { createGraphQLClient, type GraphQLClient } from './graphql-client.ts';

export type Caller = 'nobody' | 'ada' | 'grace' | 'edsger';

/** The saved queries, and who asks each: a query that anybody may ask is asked by nobody in particular. */
export const savedQueries: readonly [name: string, caller: Caller, variables?: Record<string, unknown>][] = [
  ['Shop', 'grace'],
  ['Shop', 'nobody'],
  ['CategoryTree', 'nobody'],
  ['ProductAndStock', 'nobody'],
  ['ProductPage', 'nobody'],
  ['Find', 'nobody'],
  ['Quote', 'nobody'],
  ['Me', 'ada'],
  ['MyCart', 'ada'],
  ['OrderWithAuditTrail', 'edsger', { id: '1000001' }],
  ['Sales', 'grace'],
  ['SalesTrend', 'grace'],
  ['TopProducts', 'grace'],
  ['Cohorts', 'grace'],
  ['Metrics', 'grace', { name: 'product.viewed', from: '2026-01-01T00:00:00Z', to: '2027-01-01T00:00:00Z' }],
];

/** The demo customers of the seed, as their access tokens name them. */
const identities: Record<Exclude<Caller, 'nobody'>, Identity> = {
  ada: { customerId: '1000001', roles: [] },
  grace: { customerId: '1000002', roles: ['analyst'] },
  edsger: { customerId: '1000003', roles: ['admin'] },
};

/**
 * A client of each who asks, with an access token that nobody had to log in for: a login is activity, which comes to be seen a
 * moment later, and whoever compares answers would see it in one and not in the other.
 *
 * @param home whose secrets the shop signs with
 */
export async function loggedIn(origin: string, home: { path: string }): Promise<Record<Caller, GraphQLClient>> {
  const { accessTokenSecret: secret } = loadSecrets({ DATA_DIR: home.path });
  const tokens = createIdentityTokens({ audience: 'access', secret, lifetimeSeconds: 3_600, now: () => new Date() });
  const clientOf = async (identity: Identity) => createGraphQLClient(origin, (await tokens.sign(identity)).token);
  return {
    nobody: createGraphQLClient(origin),
    ada: await clientOf(identities.ada),
    grace: await clientOf(identities.grace),
    edsger: await clientOf(identities.edsger),
  };
}
