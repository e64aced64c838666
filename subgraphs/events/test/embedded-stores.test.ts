import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createSilentLogger } from '@mosaico/service';
import { openEventsStores } from '../src/index.ts';
import { openTestStores } from './support/embedded.ts';
import { auditEntry, historicalOrder, newCustomer, newEventType, newNumericId, userEvent } from './support/events.ts';

describe('the embedded stores', () => {
  const removers: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const remove of removers.splice(0)) await remove();
  });
  async function open() {
    const opened = await openTestStores();
    removers.push(() => opened.remove());
    return opened;
  }
  const page = { limit: 10, after: null };

  test('keep everything over a restart', async () => {
    const { dataDir, stores } = await open();
    const event = userEvent({ visitor: newCustomer(), type: newEventType(), value: 2 });
    const entry = auditEntry({ entity: { type: 'order', id: newNumericId() } });
    const order = historicalOrder({ customerId: newNumericId() });
    await stores.userEvents.append([event]);
    await stores.auditLog.append([entry]);
    await stores.orderHistory.put([order]);
    await stores.close();

    const again = await openEventsStores({ config: { DATA_DIR: dataDir }, logger: createSilentLogger() });
    removers.unshift(() => again.close());
    expect(await again.userEvents.pagesOf([{ visitor: event.visitor, ...page }])).toEqual([[event]]);
    expect(await again.auditLog.pagesOf([{ entity: entry.entity, ...page }])).toEqual([[entry]]);
    expect(await again.orderHistory.pagesOf([{ customerId: order.customerId, ...page }])).toEqual([[order]]);
    expect(await again.metrics.points({ name: event.type, resolution: 'DAY', from: event.at, to: new Date() })).toEqual(
      [{ at: new Date('2026-03-01T00:00:00.000Z'), count: 1, sum: 2 }],
    );
    expect(await again.userEvents.append([event])).toEqual({ recorded: 0, duplicates: 1 });
  });

  test('write nothing of a batch that fails, and go on', async () => {
    const { stores } = await open();
    const visitor = newCustomer();
    const type = newEventType();
    const good = userEvent({ visitor, type });
    await expect(stores.userEvents.append([good, userEvent({ visitor, at: new Date(NaN) })])).rejects.toMatchObject({
      cause: { message: expect.stringContaining('NOT NULL constraint failed') },
    });
    expect(await stores.userEvents.pagesOf([{ visitor, ...page }])).toEqual([[]]);
    const range = { name: type, resolution: 'DAY', from: good.at, to: new Date() } as const;
    expect(await stores.metrics.points(range)).toEqual([]);
    expect(await stores.userEvents.append([good])).toEqual({ recorded: 1, duplicates: 0 });
    expect(await stores.metrics.points(range)).toHaveLength(1);
  });

  test('belong to one opener at a time', async () => {
    const { dataDir, stores } = await open();
    await expect(
      openEventsStores({ config: { DATA_DIR: dataDir }, logger: createSilentLogger() }),
    ).rejects.toMatchObject({
      code: 'DATA_FOLDER_IN_USE',
    });
    await stores.ping();
  });

  test('are unavailable once closed, and can be closed twice', async () => {
    const { stores } = await open();
    await stores.close();
    await stores.close();
    const questions = [
      () => stores.ping(),
      () => stores.userEvents.append([userEvent({ visitor: newCustomer() })]),
      () => stores.userEvents.pagesOf([{ visitor: newCustomer(), ...page }]),
      () => stores.auditLog.append([]),
      () => stores.metrics.points({ name: 'x', resolution: 'DAY', from: new Date(0), to: new Date(1) }),
      () => stores.orderHistory.pagesOf([{ customerId: '1', ...page }]),
    ];
    for (const ask of questions) {
      await expect(ask()).rejects.toMatchObject({ extensions: { code: 'STORE_UNAVAILABLE' } });
    }
  });

  test('refuse a file that a later version wrote, and leave the folder free', async () => {
    const { dataDir, stores } = await open();
    await stores.close();
    const database = new DatabaseSync(join(dataDir, 'events', 'events.sqlite'));
    database.exec('PRAGMA user_version = 99');
    const openAgain = () => openEventsStores({ config: { DATA_DIR: dataDir }, logger: createSilentLogger() });
    const refusal = 'The events file has version 99; this program knows versions up to 1.';
    await expect(openAgain()).rejects.toThrow(refusal);
    await expect(openAgain()).rejects.toThrow(refusal);
    database.close();
  });

  test('find a page by its key alone, without sorting or scanning', async () => {
    const { dataDir, stores } = await open();
    await stores.close();
    const database = new DatabaseSync(join(dataDir, 'events', 'events.sqlite'));
    const planOf = (sql: string) =>
      database
        .prepare(`EXPLAIN QUERY PLAN ${sql}`)
        .all()
        .map((row) => row['detail']);
    expect(
      planOf(`SELECT id FROM user_events WHERE visitor = 'c' AND month = 1 AND (at, id) < (5, 'x')
              ORDER BY at DESC, id DESC LIMIT 2`),
    ).toEqual(['SEARCH user_events USING PRIMARY KEY (visitor=? AND month=? AND (at,id)<(?,?))']);
    expect(planOf(`SELECT month FROM user_event_months WHERE visitor = 'c' ORDER BY month DESC`)).toEqual([
      'SEARCH user_event_months USING PRIMARY KEY (visitor=?)',
    ]);
    database.close();
  });
});
