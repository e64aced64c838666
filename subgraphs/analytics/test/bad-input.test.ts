import { expect, test } from '@jest/globals';
import { recordingStores } from './support/fake-stores.ts';
import { productId } from './support/facts.ts';
import { analyst, ask, askEntities, problems, subgraphOver } from './support/requests.ts';

const long = 'x'.repeat(10_000);

test.each([
  [
    `salesReport(from: "2011-02-30", to: "2011-03-01", granularity: DAY) { period }`,
    'Date must be a day as "YYYY-MM-DD"; got "2011-02-30".',
  ],
  [
    `salesReport(from: "${long}", to: "2011-03-01", granularity: DAY) { period }`,
    'Date must be a day as "YYYY-MM-DD"; got "xxx',
  ],
  [
    `salesReport(from: "2011-03-02", to: "2011-03-01", granularity: DAY) { period }`,
    'from must not be after to; got from 2011-03-02 to 2011-03-01.',
  ],
  [
    `salesReport(from: "0000-01-01", to: "2011-03-01", granularity: YEAR) { period }`,
    'from must be from 1900-01-01 to 2199-12-31; got 0000-01-01.',
  ],
  [
    `salesReport(from: "2000-01-01", to: "2010-02-17", granularity: DAY) { period }`,
    'A report must have at most 3700 periods; from 2000-01-01 to 2010-02-17 are 3701.',
  ],
  [
    `salesReport(from: "1900-01-01", to: "2199-12-31", granularity: WEEK) { period }`,
    'A report must have at most 3700 periods; from 1900-01-01 to 2199-12-31 are 15654.',
  ],
  [`topProducts(first: 0) { sku }`, 'first must be from 1 to 100; got 0.'],
  [`topProducts(first: -5) { sku }`, 'first must be from 1 to 100; got -5.'],
  [`topProducts(first: 101) { sku }`, 'first must be from 1 to 100; got 101.'],
  [
    `topProducts(from: "2011-03-02", to: "2011-03-01") { sku }`,
    'from must not be after to; got from 2011-03-02 to 2011-03-01.',
  ],
  [`topProducts(to: "9999-12-31") { sku }`, 'to must be from 1900-01-01 to 2199-12-31; got 9999-12-31.'],
  [`cohorts(from: "2011-13", to: "2011-12") { cohort }`, 'YearMonth must be a month as "YYYY-MM"; got "2011-13".'],
  [`cohorts(from: "2011-12", to: "2011-11") { cohort }`, 'from must not be after to; got from 2011-12 to 2011-11.'],
  [`cohorts(from: "1899-12", to: "2011-11") { cohort }`, 'from must be from 1900-01 to 2199-12; got 1899-12.'],
  [`cohorts(from: "1980-01", to: "2010-01") { cohort }`, 'from and to must span at most 360 months; got 361.'],
])('%s is refused with the reason', async (selection, message) => {
  const { stores, calls } = recordingStores();
  const [problem, ...others] = problems(await ask(subgraphOver(stores), `{ ${selection} }`, analyst));
  expect(problem?.message.slice(0, message.length + 60)).toContain(message);
  expect(problem?.message.length).toBeLessThan(300);
  expect(['BAD_USER_INPUT', 'GRAPHQL_VALIDATION_FAILED']).toContain(problem?.code);
  expect(others).toEqual([]);
  expect(calls).toEqual([]);
});

test('A granularity or a ranking that does not exist is refused before anything is asked', async () => {
  const { stores, calls } = recordingStores();
  for (const selection of [
    `salesReport(from: "2011-01-01", to: "2011-01-31", granularity: HOUR) { period }`,
    'topProducts(by: PROFIT) { sku }',
  ]) {
    const [problem] = problems(await ask(subgraphOver(stores), `{ ${selection} }`, analyst));
    expect(problem?.code).toBe('GRAPHQL_VALIDATION_FAILED');
  }
  expect(calls).toEqual([]);
});

test.each([
  [
    'Customer',
    '1',
    'lifetimeValue { amount }',
    ['', '0', '-1', '01', '1.5', '1e3', ' 1', '1\n', long, "1' OR '1'='1", '9'.repeat(19)],
  ],
  [
    'Product',
    productId(1),
    'sales { units }',
    ['', 'MUG', productId(1).slice(1), `${productId(1)}0`, 'A'.repeat(24), long],
  ],
] as const)(
  'In a batch of entities a malformed id of a %s is a miss, and the others are answered',
  async (type, id, fields, malformed) => {
    const { stores } = recordingStores();
    const answer = await askEntities(subgraphOver(stores), {
      type,
      ids: [id, ...malformed, id],
      fields,
      identity: analyst,
    });
    const entities = answer.data?.['_entities'] as ({ id: string } | null)[];
    expect(answer.errors).toBeUndefined();
    expect(entities.map((entity) => entity?.id ?? null)).toEqual([id, ...malformed.map(() => null), id]);
  },
);

test('A day as of which no score can be, or a range in the wrong order, is refused in its field alone', async () => {
  const { stores, calls } = recordingStores();
  const subgraph = subgraphOver(stores);
  const customers = await askEntities(subgraph, {
    type: 'Customer',
    ids: ['1'],
    fields: 'segment(asOf: "1492-10-12") { name } lifetimeValue { amount }',
    identity: analyst,
  });
  expect(problems(customers)).toEqual([
    {
      message: 'asOf must be from 1900-01-01 to 2199-12-31; got 1492-10-12.',
      path: ['_entities', 0, 'segment'],
      code: 'BAD_USER_INPUT',
    },
  ]);
  expect(customers.data).toEqual({ _entities: [{ id: '1', segment: null, lifetimeValue: { amount: '0.00' } }] });

  const products = await askEntities(subgraph, {
    type: 'Product',
    ids: [productId(1)],
    fields: 'sales(from: "2011-01-02", to: "2011-01-01") { units }',
  });
  expect(problems(products)).toEqual([
    {
      message: 'from must not be after to; got from 2011-01-02 to 2011-01-01.',
      path: ['_entities', 0, 'sales'],
      code: 'BAD_USER_INPUT',
    },
  ]);
  expect(calls).toEqual([['lifetimeValues', ['1']]]);
});
