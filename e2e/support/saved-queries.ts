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

/** A client of each who asks, logged in. */
export async function loggedIn(origin: string): Promise<Record<Caller, GraphQLClient>> {
  const nobody = createGraphQLClient(origin);
  return {
    nobody,
    ada: await nobody.login('ada@mosaico.example'),
    grace: await nobody.login('grace@mosaico.example'),
    edsger: await nobody.login('edsger@mosaico.example'),
  };
}
