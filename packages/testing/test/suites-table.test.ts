import { expect, test } from '@jest/globals';
import { suitesTable } from '../src/suites-table/suites-table.ts';

const results = {
  testResults: [
    {
      name: '/shop/subgraphs/orders/test/stores.test.ts',
      assertionResults: [
        { ancestorTitles: ['the stock store, on MariaDB'], status: 'passed' },
        { ancestorTitles: ['the stock store, on MariaDB'], status: 'pending' },
        { ancestorTitles: ['the stock store, on embedded PostgreSQL', 'a reservation'], status: 'failed' },
        { ancestorTitles: ['the stock store, on embedded PostgreSQL'], status: 'passed' },
        { ancestorTitles: ['a resolver'], status: 'passed' },
        { ancestorTitles: [], status: 'passed' },
      ],
    },
    {
      name: '/shop/packages/bus/test/transport.test.ts',
      assertionResults: [{ ancestorTitles: ['the transport, on Redis'], status: 'passed' }],
    },
    {
      name: '/shop/e2e/shop/shop.test.ts',
      assertionResults: [{ ancestorTitles: ['a shop, on the same machine'], status: 'passed' }],
    },
  ],
};

test('Each folder that has contract suites gets a table of them by engine; other tests are in none', () => {
  expect(suitesTable(results, '/shop')).toBe(
    [
      '| `packages/bus` | Redis |',
      '| --- | --- |',
      '| the transport | 1 passed |',
      '',
      '| `subgraphs/orders` | MariaDB | embedded PostgreSQL |',
      '| --- | --- | --- |',
      '| the stock store | 1 passed, 1 skipped | 1 passed |',
      '| the stock store: a reservation |  | 0 passed, 1 failed |',
      '',
    ].join('\n'),
  );
});
