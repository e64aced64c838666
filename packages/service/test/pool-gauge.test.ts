import { expect, test } from '@jest/globals';
import { createMetrics, measurePool } from '../src/index.ts';

test('the pool of each store is told as it is when the metrics are read, until it closes', async () => {
  const metrics = createMetrics();
  let used = 1;
  const endOrders = measurePool({ store: 'orders', metrics, read: () => ({ used, idle: 2, waiting: 0 }) });
  measurePool({ store: 'cart', metrics, read: () => ({ used: 0, idle: 0, waiting: 7 }) });
  const told = async () =>
    (await metrics.text()).split('\n').filter((line) => line.startsWith('mosaico_store_pool_connections{'));
  const cart = [
    'mosaico_store_pool_connections{store="cart",state="used"} 0',
    'mosaico_store_pool_connections{store="cart",state="idle"} 0',
    'mosaico_store_pool_connections{store="cart",state="waiting"} 7',
  ];
  const orders = (count: number) => [
    `mosaico_store_pool_connections{store="orders",state="used"} ${count}`,
    'mosaico_store_pool_connections{store="orders",state="idle"} 2',
    'mosaico_store_pool_connections{store="orders",state="waiting"} 0',
  ];
  expect(await told()).toEqual([...orders(1), ...cart]);
  used = 5;
  expect(await told()).toEqual([...orders(5), ...cart]);
  endOrders();
  expect(await told()).toEqual(cart);
});
