import { describe, expect, test } from '@jest/globals';
import { storeUnavailable } from '@mosaico/service';
import { patientStores } from '../src/patient-stores.ts';
import type { ShopStores } from '../src/shop-stores.ts';

const away = storeUnavailable('catalog', new Error('ECONNREFUSED'));

/** A catalog that fails so often before it counts, and the rests that are taken meanwhile. */
function shopThatFails(failures: readonly Error[]) {
  const left = [...failures];
  const asked: unknown[][] = [];
  const rests: number[] = [];
  const upsert = (...args: unknown[]): Promise<string> => {
    asked.push(args);
    const failure = left.shift();
    return failure ? Promise.reject(failure) : Promise.resolve('done');
  };
  const stores = { catalog: { engine: 'none', products: { upsert } } } as unknown as ShopStores;
  const patient = patientStores(stores, { pause: (ms) => Promise.resolve(rests.push(ms)) });
  return { patient, asked, rests };
}

describe('patient stores', () => {
  test('ask a store that does not answer again, with the same question, after longer and longer rests', async () => {
    const { patient, asked, rests } = shopThatFails([away, away, away]);
    expect(await patient.catalog.products.upsert([])).toBe('done');
    expect(asked).toEqual([[[]], [[]], [[]], [[]]]);
    expect(rests).toEqual([250, 500, 1_000]);
    expect(patient.catalog.engine).toBe('none');
  });

  test('give up after 31 seconds with what the store said last', async () => {
    const { patient, asked, rests } = shopThatFails(Array<Error>(20).fill(away));
    await expect(patient.catalog.products.upsert([])).rejects.toBe(away);
    expect(asked).toHaveLength(8);
    expect(rests.reduce((sum, ms) => sum + ms)).toBe(31_750);
  });

  test('do not repeat what the store refused', async () => {
    const refusal = new Error('duplicate key');
    const { patient, asked } = shopThatFails([refusal]);
    await expect(patient.catalog.products.upsert([])).rejects.toBe(refusal);
    expect(asked).toHaveLength(1);
  });
});
