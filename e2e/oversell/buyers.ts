import type { GraphQLClient } from '../support/graphql-client.ts';

/** What one request came to. */
export interface Bought {
  readonly buyer: number;
  readonly outcome: string;
  /** Of the order, if it was placed. */
  readonly orderId: string | null;
  /** How many units were said to be left, if too few. */
  readonly left: number | null;
}

/** So many of them ask at once. */
const atOnce = 30;

const operation = `mutation ($input: PlaceOrderInput!, $key: ID!) {
  placeOrder(input: $input, idempotencyKey: $key) {
    __typename
    ... on Order { id }
    ... on OutOfStock { lines { available } }
  }
}`;

/** What each of them asks for beside the units: `{ payment: { method: 'card_approved' } }`. */
type Extras = Readonly<Record<string, unknown>>;

/** @throws when the answer has errors */
export async function placeOrder(
  client: GraphQLClient,
  options: { lines: readonly { sku: string; quantity: number }[]; key: string; extras?: Extras },
): Promise<Omit<Bought, 'buyer'>> {
  const { lines: items, key, extras = {} } = options;
  const { data, errors } = await client.ask({ query: operation, variables: { input: { items, ...extras }, key } });
  const result = data?.['placeOrder'] as
    { __typename: string; id?: string; lines?: { available: number }[] } | null | undefined;
  if (errors !== undefined || result === null || result === undefined)
    throw new Error(`The order was not answered: ${JSON.stringify(errors)}`);
  return { outcome: result.__typename, orderId: result.id ?? null, left: result.lines?.[0]?.available ?? null };
}

/**
 * Everybody wants one unit of one sku.
 *
 * @param options.requests how often each buyer asks, under one key; in an order that `random` shuffles, so that the requests of one
 * meet those of others, and each other
 */
export async function buy(
  client: GraphQLClient,
  options: { sku: string; buyers: number; requests: number; extras?: Extras; random: () => number },
): Promise<Bought[]> {
  const { sku, buyers, requests, extras = {}, random } = options;
  const waiting = Array.from({ length: buyers * requests }, (_, index) => ({
    buyer: index % buyers,
    turn: random() + (Math.floor(index / buyers) * atOnce) / (buyers * requests),
  }))
    .sort((a, b) => a.turn - b.turn)
    .map(({ buyer }) => buyer);
  const bought: Bought[] = [];
  async function askInTurn(): Promise<void> {
    for (let buyer = waiting.shift(); buyer !== undefined; buyer = waiting.shift()) {
      const key = `oversell-${sku}-${buyer}`;
      const own = buyer;
      bought.push({ buyer: own, ...(await placeOrder(client, { lines: [{ sku, quantity: 1 }], key, extras })) });
    }
  }
  await Promise.all(Array.from({ length: atOnce }, askInTurn));
  return bought;
}
