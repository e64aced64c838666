import { expect, test } from '@jest/globals';
import { ask, aSubgraph, codes, customer, staff } from './ask.ts';
import type { TestShop } from './engines.ts';

const now = () => new Date('2026-03-04T05:06:07.089Z');
const create = `mutation ($input: CreatePromotionInput!, $key: ID!) {
  createPromotion(input: $input, idempotencyKey: $key) {
    __typename
    ... on Promotion {
      name code minimum { amount currency } validFrom validUntil stackable limit limitPerCustomer uses
      rule {
        __typename
        ... on PercentageOff { percent } ... on AmountOff { amount { amount } } ... on FreeShipping { free }
        ... on BuyGet { buySku buyQuantity getSku getQuantity }
      }
    }
    ... on Problem { message }
  }
}`;
const setShipping = `mutation ($input: ShippingMethodInput!) {
  setShippingMethod(input: $input) { id name active rates { country upToGrams price { amount currency } } }
}`;
const setTax = 'mutation ($input: TaxRateInput!) { setTaxRate(input: $input) { country name percent included } }';

/** Promotions, ways of delivery and taxes through the graph. */
export function setPricesContract(shop: () => TestShop): void {
  const subgraph = () => aSubgraph({ stores: shop().stores, now });
  const merchandiser = staff('merchandiser');

  test('a promotion is begun once under its key, with all that was said of it', async () => {
    const graph = subgraph();
    const begin = (input: object, key = 'key-00001') =>
      ask(graph, create, { variables: { input, key }, identity: merchandiser });
    const input = { name: ' Welcome ', code: 'welcome10', percentage: '10', minimum: '20', limit: 100 };

    const first = await begin(input);
    expect(first).toEqual({
      data: {
        createPromotion: {
          __typename: 'Promotion',
          name: 'Welcome',
          code: 'WELCOME10',
          rule: { __typename: 'PercentageOff', percent: '10.00' },
          minimum: { amount: '20.00', currency: 'GBP' },
          validFrom: '2026-03-04T05:06:07.089Z',
          validUntil: null,
          stackable: false,
          limit: 100,
          limitPerCustomer: null,
          uses: 0,
        },
      },
      errors: [],
    });
    expect(await begin(input)).toEqual(first);
    expect((await begin({ ...input, limit: 101 })).data).toMatchObject({
      createPromotion: { __typename: 'IdempotencyKeyConflict' },
    });
    expect((await begin({ ...input, name: 'Other' }, 'key-00002')).data).toMatchObject({
      createPromotion: { __typename: 'CouponCodeTaken' },
    });
    const rules = [{ amount: '5' }, { freeShipping: true }].map(async (rule, number) =>
      begin({ name: 'Another', ...rule }, `key-0001${number}`),
    );
    const buyGet = { buySku: 'MUG-1', buyQuantity: 2, getSku: 'CUP-1', getQuantity: 1 };
    rules.push(begin({ name: 'Another', buyGet }, 'key-00020'));
    expect((await Promise.all(rules)).map(({ data }) => data)).toMatchObject([
      { createPromotion: { rule: { __typename: 'AmountOff', amount: { amount: '5.00' } } } },
      { createPromotion: { rule: { __typename: 'FreeShipping', free: true } } },
      { createPromotion: { rule: { __typename: 'BuyGet', ...buyGet } } },
    ]);
  });

  test('staff read promotions page by page, and end one once', async () => {
    const graph = subgraph();
    for (const number of [1, 2, 3]) {
      const variables = { input: { name: `Number ${number}`, percentage: '5' }, key: `key-0000${number}` };
      await ask(graph, create, { variables, identity: merchandiser });
    }
    const list = `query ($after: String) { promotions(first: 2, after: $after) {
      edges { node { id name } } pageInfo { hasNextPage endCursor } } }`;
    interface Page {
      promotions: {
        edges: { node: { id: string; name: string } }[];
        pageInfo: { hasNextPage: boolean; endCursor: string };
      };
    }
    const page = async (after: string | null) =>
      ((await ask(graph, list, { variables: { after }, identity: staff('support') })).data as unknown as Page)
        .promotions;
    const first = await page(null);
    const second = await page(first.pageInfo.endCursor);
    expect([first, second].map(({ edges }) => edges.map(({ node }) => node.name))).toEqual([
      ['Number 3', 'Number 2'],
      ['Number 1'],
    ]);
    expect([first, second].map(({ pageInfo }) => pageInfo.hasNextPage)).toEqual([true, false]);

    const end = (id: string | undefined) =>
      ask(graph, 'mutation ($id: ID!) { endPromotion(id: $id) { name validUntil } }', {
        variables: { id },
        identity: merchandiser,
      });
    expect((await end(first.edges[0]?.node.id)).data).toEqual({
      endPromotion: { name: 'Number 3', validUntil: '2026-03-04T05:06:07.089Z' },
    });
    expect((await end('99999')).data).toEqual({ endPromotion: null });
    expect(codes(await end('x'))).toEqual({ endPromotion: 'BAD_USER_INPUT' });
  });

  test('everybody reads how orders are delivered, and only staff what is given up, and taxes', async () => {
    const graph = subgraph();
    const rates = [
      { country: 'GB', upToGrams: 2000, price: '3.5' },
      { country: null, upToGrams: null, price: '12' },
    ];
    const input = { id: 'standard', name: 'Standard', rates };
    expect(await ask(graph, setShipping, { variables: { input }, identity: merchandiser })).toEqual({
      data: {
        setShippingMethod: {
          ...input,
          active: true,
          rates: [
            { country: 'GB', upToGrams: 2000, price: { amount: '3.50', currency: 'GBP' } },
            { country: null, upToGrams: null, price: { amount: '12.00', currency: 'GBP' } },
          ],
        },
      },
      errors: [],
    });
    const old = { ...input, id: 'old', active: false };
    await ask(graph, setShipping, { variables: { input: old }, identity: merchandiser });
    const methods = async (identity = customer('1')) =>
      (await ask(graph, '{ shippingMethods { id } }', { identity })).data;
    expect(await methods()).toEqual({ shippingMethods: [{ id: 'standard' }] });
    expect(await methods(merchandiser)).toEqual({ shippingMethods: [{ id: 'old' }, { id: 'standard' }] });

    const vat = { country: 'GB', name: 'VAT', percent: '20', included: true };
    await ask(graph, setTax, { variables: { input: vat }, identity: merchandiser });
    expect((await ask(graph, '{ taxRates { country percent } }', { identity: merchandiser })).data).toEqual({
      taxRates: [{ country: 'GB', percent: '20.00' }],
    });
  });

  test('what staff may, nobody else may', async () => {
    const graph = subgraph();
    const variables = { input: { name: 'Mine', percentage: '100' }, key: 'key-00001' };
    const rate = { country: 'GB', name: 'VAT', percent: '20', included: true };
    const method = { id: 'mine', name: 'Mine', rates: [{ price: '0' }] };
    for (const identity of [customer('1'), staff('support'), staff('analyst')]) {
      expect(codes(await ask(graph, create, { variables, identity }))).toEqual({ createPromotion: 'FORBIDDEN' });
      expect(codes(await ask(graph, setTax, { variables: { input: rate }, identity }))).toEqual({
        setTaxRate: 'FORBIDDEN',
      });
      expect(codes(await ask(graph, setShipping, { variables: { input: method }, identity }))).toEqual({
        setShippingMethod: 'FORBIDDEN',
      });
      const end = 'mutation { endPromotion(id: "1") { id } }';
      expect(codes(await ask(graph, end, { identity }))).toEqual({ endPromotion: 'FORBIDDEN' });
    }
    const lists = await ask(graph, '{ promotions { edges { cursor } } taxRates { country } }');
    expect(codes(lists)).toEqual({ promotions: 'UNAUTHENTICATED', taxRates: 'UNAUTHENTICATED' });
  });

  test('a promotion that cannot be is refused, with what was required and what arrived, and none is begun', async () => {
    const graph = subgraph();
    const faults: [object, string][] = [
      [{ name: '', percentage: '5' }, 'name must have 1 to 100 characters'],
      [{ name: 'A', percentage: '0' }, 'percentage must be from 0.0001 to 100 with at most 4 decimals; got "0".'],
      [{ name: 'A', percentage: '100.1' }, 'percentage must be from 0.0001 to 100'],
      [{ name: 'A', amount: '0.001' }, 'amount must be from 0.01 to 1000000000 with at most 2 decimals; got "0.001".'],
      [{ name: 'A' }, 'Exactly one of percentage, amount, freeShipping and buyGet must be given; got 0.'],
      [{ name: 'A', amount: '1', percentage: '1' }, 'must be given; got 2.'],
      [{ name: 'A', amount: '1', code: 'a b' }, 'code must have 3 to 32 letters'],
      [{ name: 'A', amount: '1', limit: 0 }, 'limit must be a whole number from 1 to 1000000000; got 0.'],
      [{ name: 'A', amount: '1', validUntil: '2026-03-04T05:06:07.089Z' }, 'validUntil must be after validFrom'],
      [{ name: 'A', buyGet: { buySku: ' ', buyQuantity: 1, getSku: 'B', getQuantity: 1 } }, 'buyGet must name skus'],
      [{ name: 'A', buyGet: { buySku: 'B', buyQuantity: 0, getSku: 'B', getQuantity: 1 } }, 'buyQuantity must be'],
    ];
    for (const [input, message] of faults) {
      const variables = { input, key: 'key-00001' };
      const { errors } = await ask(graph, create, { variables, identity: merchandiser });
      expect(errors).toEqual([
        { code: 'BAD_USER_INPUT', path: 'createPromotion', message: expect.stringContaining(message) },
      ]);
    }
    expect(await shop().stores.pricing.promotions({ limit: 1, after: null })).toEqual([]);
  });

  test('a way of delivery or a tax that cannot be is refused', async () => {
    const graph = subgraph();
    const method = { id: 'mine', name: 'Mine', rates: [{ price: '1' }] };
    const faults = [
      [{ ...method, id: 'Mine' }, 'id must have 1 to 40 small letters'],
      [{ ...method, rates: [] }, 'rates must hold 1 to 500 items; got 0.'],
      [{ ...method, rates: [{ price: '-1' }] }, 'price must be from 0 to'],
      [{ ...method, rates: [{ price: '1', country: 'gb' }] }, 'country must be two capitals'],
      [{ ...method, rates: [{ price: '1', upToGrams: 0 }] }, 'upToGrams must be a whole number'],
      [{ ...method, rates: [{ price: '1' }, { price: '2' }] }, 'got two for everywhere, any weight.'],
    ] as const;
    for (const [input, message] of faults) {
      const { errors } = await ask(graph, setShipping, { variables: { input }, identity: merchandiser });
      expect(errors).toMatchObject([{ code: 'BAD_USER_INPUT', message: expect.stringContaining(message) }]);
    }
    const tax = { country: 'GB', name: 'VAT', percent: '100.01', included: true };
    const { errors } = await ask(graph, setTax, { variables: { input: tax }, identity: merchandiser });
    expect(errors).toMatchObject([
      { code: 'BAD_USER_INPUT', message: expect.stringContaining('percent must be from') },
    ]);
    expect(await shop().stores.pricing.shippingMethods()).toEqual([]);
    expect(await shop().stores.pricing.taxRates()).toEqual([]);
  });
}
