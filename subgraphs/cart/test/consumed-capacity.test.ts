import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createMetrics, type Metrics } from '@mosaico/service';
import { describeOnEngines } from '@mosaico/testing';
import { tableNames } from '../src/store/migrations/tables.ts';
import { engines, type TestEngine } from './support/engines.ts';

describeOnEngines('consumed capacity', engines, ({ name, start }) => {
  let engine: TestEngine;
  beforeAll(async () => {
    engine = await start();
  });
  afterAll(() => engine.close());

  test('is counted by table and operation, as DynamoDB charges it', async () => {
    const metrics = createMetrics();
    const { stores, clock, prefix } = await engine.open({ metrics });
    const names = tableNames(prefix);
    const at = clock.now();
    const key = { customerId: '1', sku: 'A' };
    const before = await consumed(metrics);
    await stores.carts.add({ ...key, productId: 'p', quantity: 1, at, additionId: '1', maxUnits: 9, maxLines: 9 });
    await stores.carts.setQuantity({ ...key, quantity: 2, at });
    await stores.carts.linesOf(['1']);
    await stores.carts.linesAt([key, { ...key, sku: 'B' }]);
    await stores.carts.remove(key);
    await stores.sessions.start({ id: 's', customerId: '1', userAgent: null, startedAt: at });
    await stores.notifications.putMissing([
      { ...{ customerId: '1', key: 'k', type: 'ORDER', title: 't', body: 'b'.repeat(2500) }, ...unread(at) },
    ]);
    const counted = difference(await consumed(metrics), before);
    // dynalite charges nothing for a query that finds nothing, and nothing for an index.
    const isWhole = name !== 'dynalite';
    expect(counted).toEqual({
      // A consistent read of up to 4 KB is one unit, of nothing too; so is a write of up to 1 KB. The update that was
      // refused before the line was made consumed a unit that DynamoDB does not tell.
      // A line that is made has a mark, which an index has, too; one that is changed gives up its mark there for another.
      [`${names.carts} UpdateItem`]: isWhole ? 2 + 3 + 3 : 3,
      [`${names.carts} Query`]: isWhole ? 2 : 1,
      [`${names.carts} BatchGetItem`]: 2,
      // Its two indexes are written, too.
      [`${names.sessions} PutItem`]: isWhole ? 3 : 1,
      [`${names.notifications} BatchGetItem`]: 1,
      [`${names.notifications} BatchWriteItem`]: 3,
    });
  });
});

function unread(createdAt: Date) {
  return { orderId: null, createdAt, readAt: null };
}

/** By table and operation. */
async function consumed(metrics: Metrics): Promise<Record<string, number>> {
  const pattern = /^mosaico_dynamodb_consumed_capacity_units_total\{table="(.*)",operation="(.*)"\} (.*)$/gm;
  const lines = (await metrics.text()).matchAll(pattern);
  return Object.fromEntries(
    Array.from(lines, ([, table, operation, units]) => [`${table} ${operation}`, Number(units)]),
  );
}

function difference(after: Record<string, number>, before: Record<string, number>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(after)
      .map(([what, units]) => [what, units - (before[what] ?? 0)] as const)
      .filter(([, units]) => units !== 0),
  );
}
