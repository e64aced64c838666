import { expect } from '@jest/globals';
import type { LaggingReplica } from '@mosaico/testing/lagging-replica';
import { createGraphQLClient } from '../support/graphql-client.ts';
import { savedOperation } from '../support/saved-operations.ts';

const sku = 'GLS-BER-S4';
/** Longer than a replica may lag before it is left out: both before and after that moment the writes have to be seen. */
const watchMs = 8_000;

/**
 * A new customer orders while the replica stands still, and looks at once, in the same request, and over and over.
 * @throws where something that was written is not seen
 */
export async function tellOwnWrites({ origin, replica }: { origin: string; replica: LaggingReplica }): Promise<void> {
  const nobody = createGraphQLClient(origin);
  const edsger = await nobody.login('edsger@mosaico.example');
  const stock = async (): Promise<unknown> =>
    (await nobody.ask({ query: `{ product(sku: "${sku}") { inventory { available } } }` })).data;

  const page = () =>
    edsger.ask({ query: '{ customer(id: "1000001") { orders(first: 1) { edges { node { number } } } } }' });
  await expectReplicaAsked(page, replica);
  await replica.holdBack();
  const started = performance.now();

  const credentials = { email: 'alan@mosaico.example', password: 'a long enough one' };
  const registered = await nobody.ask(savedOperation('Register', { input: { ...credentials, name: 'Alan' } }));
  expect(registered.data?.['register']).toMatchObject({ __typename: 'Session', customer: { name: 'Alan' } });
  const alan = await nobody.login(credentials.email, credentials.password);

  await alan.ask(savedOperation('Add', { sku }));
  const placed = await alan.ask({
    query: `mutation { placeOrder(input: {}, idempotencyKey: "alan-while-lagging") { ... on Order {
      id number items { sku product { sku inventory { available } } } customer { name orders(first: 1) { edges { node { number } } } } } } }`,
  });
  expect(placed.errors).toBeUndefined();
  const { id, number, items, customer } = placed.data?.['placeOrder'] as {
    id: string;
    number: string;
    items: { product: { inventory: { available: number } } }[];
    customer: object;
  };
  expect(customer).toEqual({ name: 'Alan', orders: { edges: [{ node: { number } }] } });
  expect(items).toHaveLength(1);

  const own = {
    query: `{ me { name orders(first: 1) { edges { node { number status items { sku } } } } } order(id: "${id}") { number } }`,
  };
  const asStaff = { query: `{ order(id: "${id}") { number status items { sku } } }` };
  const order = { number, status: 'PENDING', items: [{ sku }] };
  do {
    expect(await alan.ask(own)).toEqual({
      data: { me: { name: 'Alan', orders: { edges: [{ node: order }] } }, order: { number } },
    });
    expect(await edsger.ask(asStaff)).toEqual({ data: { order } });
  } while (performance.now() - started < watchMs);

  // By now the replica is left out, and everybody sees the stock as it is.
  expect(await stock()).toEqual({ product: { inventory: { available: items[0]?.product.inventory.available } } });
}

/** Without it nothing of the above would say anything. */
async function expectReplicaAsked(ask: () => Promise<unknown>, replica: LaggingReplica): Promise<void> {
  const before = await replica.statements();
  const times = 50;
  for (let turn = 0; turn < times; turn += 1) await ask();
  expect((await replica.statements()) - before).toBeGreaterThanOrEqual(times);
}
