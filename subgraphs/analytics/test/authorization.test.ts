import { describe, expect, test } from '@jest/globals';
import { anonymous, type Identity } from '@mosaico/service';
import { recordingStores } from './support/fake-stores.ts';
import { productId } from './support/facts.ts';
import {
  admin,
  analyst,
  ask,
  askEntities,
  customer,
  merchandiser,
  problems,
  subgraphOver,
  support,
} from './support/requests.ts';

const everybody: [who: string, identity: Identity][] = [
  ['nobody', anonymous],
  ['the customer', customer('1')],
  ['another customer', customer('11')],
  ['support', support],
  ['merchandiser', merchandiser],
  ['analyst', analyst],
  ['admin', admin],
];

/** Who gets an answer without an error; all others must get null, FORBIDDEN and no call of a store. */
async function allowed(question: (identity: Identity, stores: ReturnType<typeof recordingStores>) => Promise<Answer>) {
  const who: string[] = [];
  for (const [name, identity] of everybody) {
    const recorded = recordingStores();
    const { value, codes } = await question(identity, recorded);
    if (codes.length === 0) who.push(name);
    else expect([name, value, codes, recorded.calls]).toEqual([name, null, ['FORBIDDEN'], []]);
  }
  return who;
}
interface Answer {
  value: unknown;
  codes: unknown[];
}

describe('Who may read', () => {
  test.each([
    ['salesReport', `salesReport(from: "2011-01-01", to: "2011-01-31", granularity: DAY) { period }`],
    ['topProducts', 'topProducts { sku }'],
    ['cohorts', 'cohorts(from: "2010-12", to: "2011-12") { cohort }'],
  ])('%s: analyst and admin', async (field, selection) => {
    const who = await allowed(async (identity, { stores }) => {
      const answer = await ask(subgraphOver(stores), `{ ${selection} }`, identity);
      return { value: answer.data?.[field], codes: problems(answer).map(({ code }) => code) };
    });
    expect(who).toEqual(['analyst', 'admin']);
  });

  test.each(['lifetimeValue { amount }', 'segment { name }', 'segment(asOf: "2011-01-01") { name }'])(
    'Customer.%s: the customer, support, analyst and admin',
    async (fields) => {
      const who = await allowed(async (identity, { stores }) => {
        const answer = await askEntities(subgraphOver(stores), {
          type: 'Customer',
          ids: ['1'],
          fields: `figure: ${fields}`,
          identity,
        });
        const [entity] = answer.data?.['_entities'] as { id: string; figure: unknown }[];
        expect(entity?.id).toBe('1');
        return { value: entity?.figure, codes: problems(answer).map(({ code }) => code) };
      });
      expect(who).toEqual(['the customer', 'support', 'analyst', 'admin']);
    },
  );

  test('Product.sales: everybody its units and orders; analyst and admin its revenue', async () => {
    for (const [name, identity] of everybody) {
      const answer = await askEntities(subgraphOver(recordingStores().stores), {
        type: 'Product',
        ids: [productId(1), productId(2)],
        fields: 'sales { units orders revenue { amount } }',
        identity,
      });
      const may = name === 'analyst' || name === 'admin';
      const sales = { units: 0, orders: 0, revenue: may ? { amount: '0.00' } : null };
      expect([name, answer.data]).toEqual([
        name,
        { _entities: [1, 2].map((number) => ({ id: productId(number), sales })) },
      ]);
      expect([name, problems(answer)]).toEqual([
        name,
        may
          ? []
          : [0, 1].map((index) => ({
              message: 'This needs the role analyst or admin.',
              path: ['_entities', index, 'sales', 'revenue'],
              code: 'FORBIDDEN',
            })),
      ]);
    }
  });

  test('When one batch holds the caller and another customer, then the caller alone is shown', async () => {
    const { stores, calls } = recordingStores();
    const answer = await askEntities(subgraphOver(stores), {
      type: 'Customer',
      ids: ['2', '1'],
      fields: 'lifetimeValue { amount }',
      identity: customer('1'),
    });
    expect(answer.data).toEqual({
      _entities: [
        { id: '2', lifetimeValue: null },
        { id: '1', lifetimeValue: { amount: '0.00' } },
      ],
    });
    expect(problems(answer).map(({ path, code }) => [path, code])).toEqual([
      [['_entities', 0, 'lifetimeValue'], 'FORBIDDEN'],
    ]);
    expect(calls).toEqual([['lifetimeValues', ['1']]]);
  });
});
