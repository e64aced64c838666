import { expect, test } from '@jest/globals';
import type { NewSaga, SagaRecord } from '../src/store/saga-store.ts';
import type { TestShop } from './engines.ts';
import { numbers } from './records.ts';

const at = new Date('2026-02-03T04:05:06.789Z');
const after = (seconds: number) => new Date(at.getTime() + seconds * 1_000);

/** What every store of sagas does. */
export function sagaStoreContract(shop: () => TestShop): void {
  const sagas = () => shop().stores.sagas;

  const begin = (changes: Partial<NewSaga> = {}): Promise<SagaRecord> =>
    shop().stores.orders.transaction(async (transaction) => {
      const order = await transaction.addOrder({
        ...{ customerId: null, currency: 'GBP', subtotal: '9.00', total: '9.00', placedAt: at },
        items: [{ sku: 'MUG-1', name: 'Blue mug', quantity: 2, unitPrice: '4.50', lineTotal: '9.00' }],
      });
      if (order === null) throw new Error('the order must be there');
      const saga = await transaction.sagas.begin({
        orderId: order.id,
        taken: [{ name: 'reserve', result: 'reserved' }],
        ...{
          step: 'authorize',
          state: 'waiting',
          data: '{}',
          nextAt: after(60),
          deadlineAt: after(90),
          at,
          lease: null,
        },
        ...changes,
      });
      return { keep: true, value: saga };
    });
  test('a saga begins behind the steps that were taken, and is read with them', async () => {
    const saga = await begin();
    expect(saga).toMatchObject({ direction: 'forward', state: 'waiting', step: 'authorize', stepNo: 2, tries: 0 });
    expect(await sagas().ofOrders([saga.orderId, '1', 'nonsense'])).toEqual([saga]);
    expect(await sagas().stepsOf([saga.orderId, '1'])).toEqual([
      {
        orderId: saga.orderId,
        steps: [
          {
            ...{ stepNo: 1, name: 'reserve', direction: 'forward', state: 'done', tries: 1, result: 'reserved' },
            ...{ nextAt: null, startedAt: at, finishedAt: at },
          },
        ],
      },
    ]);
  });

  test('what is due is found when its time has come and nobody holds it, the longest due first', async () => {
    const late = await begin({ nextAt: after(2) });
    const soon = await begin({ nextAt: after(1) });
    await begin({ nextAt: after(10) });
    expect(await sagas().due({ at, limit: 5 })).toEqual([]);
    expect((await sagas().due({ at: after(3), limit: 5 })).map(({ id }) => id)).toEqual([soon.id, late.id]);
    expect((await sagas().due({ at: after(3), limit: 1 })).map(({ id }) => id)).toEqual([soon.id]);
    await sagas().claim(soon.id, { lease: 'a', at: after(3), until: after(30) });
    expect((await sagas().due({ at: after(3), limit: 5 })).map(({ id }) => id)).toEqual([late.id]);
    expect((await sagas().due({ at: after(30), limit: 5 })).map(({ id }) => id)).toContain(soon.id);
  });

  test('what is past its deadline is stuck', async () => {
    const saga = await begin();
    expect(await sagas().stuck({ at: after(90), limit: 5 })).toEqual([]);
    expect((await sagas().stuck({ at: after(91), limit: 5 })).map(({ id }) => id)).toEqual([saga.id]);
    expect(await sagas().count({ at: after(90) })).toEqual({ open: 1, stuck: 0 });
    expect(await sagas().count({ at: after(91) })).toEqual({ open: 1, stuck: 1 });
  });

  test('of twenty that claim a saga at once one gets it, and the next when its lease has ended', async () => {
    const saga = await begin();
    const claims = await Promise.all(
      numbers(20).map((number) => sagas().claim(saga.id, { lease: `driver ${number}`, at, until: after(30) })),
    );
    expect(claims.filter((claim) => claim !== null)).toHaveLength(1);
    expect(await sagas().claim(saga.id, { lease: 'late', at: after(29), until: after(60) })).toBeNull();
    expect(await sagas().claim(saga.id, { lease: 'late', at: after(30), until: after(60) })).toEqual(saga);
  });

  test('a saga is saved with its lease, without one, or with the one it has; one that has ended is neither due nor claimed', async () => {
    const saga = await begin();
    const save = (changes: Partial<SagaRecord>, lease: { key: string; until: Date } | 'as it is' | null) =>
      shop().stores.orders.transaction(async (transaction) => {
        await transaction.lockOrder(saga.orderId);
        const locked = await transaction.sagas.lock(saga.orderId);
        if (locked === null) throw new Error('the saga must be there');
        await transaction.sagas.save({ ...locked, ...changes }, { lease });
        const { lease: key, ...saved } = (await transaction.sagas.lock(saga.orderId)) ?? locked;
        return { keep: true, value: { saved, key } };
      });

    const running = { ...saga, state: 'running' as const, tries: 1, data: '{"attempts":[]}' };
    expect(await save(running, { key: 'mine', until: after(30) })).toEqual({ saved: running, key: 'mine' });
    expect(await save({ direction: 'back' }, 'as it is')).toMatchObject({ saved: { direction: 'back' }, key: 'mine' });
    const ended = { state: 'undone' as const, step: null, nextAt: null, deadlineAt: null, endedAt: after(1) };
    expect(await save(ended, null)).toMatchObject({ saved: ended, key: '' });
    expect(await sagas().due({ at: after(1_000), limit: 5 })).toEqual([]);
    expect(await sagas().stuck({ at: after(1_000), limit: 5 })).toEqual([]);
    expect(await sagas().claim(saga.id, { lease: 'other', at: after(1_000), until: after(1_030) })).toBeNull();
    expect(await sagas().makeDue(saga.id, { at })).toBe(false);
  });

  test('a saga that is made due is found at once', async () => {
    const saga = await begin();
    expect(await sagas().makeDue(saga.id, { at })).toBe(true);
    expect((await sagas().due({ at, limit: 5 })).map(({ id }) => id)).toEqual([saga.id]);
  });

  test('what is noted of a step takes the place of what was noted before', async () => {
    const saga = await begin();
    const step = {
      ...{ stepNo: 2, name: 'authorize', direction: 'forward' as const, startedAt: at },
      ...{ state: 'failed' as const, tries: 1, result: 'x'.repeat(600), nextAt: after(1), finishedAt: null },
    };
    const taken = { ...step, state: 'done' as const, tries: 2, result: 'paid', nextAt: null, finishedAt: after(2) };
    for (const each of [step, taken]) {
      await shop().stores.orders.transaction(async ({ sagas: own }) => {
        await own.noteStep(saga.id, each);
        return { keep: true, value: null };
      });
      const [found] = await sagas().stepsOf([saga.orderId]);
      expect(found?.steps[1]).toEqual({ ...each, result: each.result.slice(0, 500) });
    }
  });
}
