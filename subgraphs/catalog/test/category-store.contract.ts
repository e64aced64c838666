import { expect, test } from '@jest/globals';
import type { Engine } from './support/engines.ts';
import { crashingDatabase } from './support/hooked-database.ts';
import { id, productRecord, shelves } from './support/records.ts';
import { storesOver, withStores } from './support/stores.ts';

/** What every CategoryStore promises. */
export function describeCategoryStore(engine: Engine): void {
  test('knows where each category stands, whatever order the tree was written in', () =>
    withStores(engine, async ({ categories }) => {
      await categories.upsert([
        { id: id(3), parentId: id(2), slug: 'espresso', name: 'Espresso' },
        { id: id(2), parentId: shelves.coffee.id, slug: 'machines', name: 'Machines' },
      ]);
      expect(await categories.byIds([id(3), id(0xdead)])).toEqual([
        {
          id: id(3),
          slug: 'espresso',
          name: 'Espresso',
          path: ['Kitchen', 'Coffee & Tea', 'Machines', 'Espresso'],
          pathIds: [shelves.kitchen.id, shelves.coffee.id, id(2), id(3)],
        },
      ]);
      expect((await categories.bySlug('machines'))?.id).toBe(id(2));
      expect(await categories.bySlug('nothing')).toBeNull();
    }));

  test('gives what is right below several categories, and the top, by name', () =>
    withStores(engine, async ({ categories }) => {
      await categories.upsert([
        { id: id(1), parentId: shelves.garden.id, slug: 'a', name: 'éclairs' },
        { id: id(2), parentId: shelves.garden.id, slug: 'b', name: 'Flowers' },
        { id: id(3), parentId: shelves.garden.id, slug: 'c', name: 'dahlias' },
      ]);
      const names = async (...parents: (string | null)[]) =>
        (await categories.childrenOf(parents)).map(({ name }) => name);
      expect(await names(shelves.garden.id)).toEqual(['dahlias', 'éclairs', 'Flowers']);
      expect(await names(shelves.garden.id, shelves.kitchen.id)).toEqual([
        'Coffee & Tea',
        'dahlias',
        'éclairs',
        'Flowers',
        'Knives',
      ]);
      expect(await names(null)).toEqual(['Garden', 'Kitchen']);
      expect(await names(id(1), id(0xdead))).toEqual([]);
    }));

  test.each([101, 1_001])('writes and finds %i categories in one call each', (count) =>
    withStores(engine, async ({ categories }) => {
      const records = Array.from({ length: count }, (_, n) => ({
        id: id(0x10000 + n),
        parentId: shelves.garden.id,
        slug: `shelf-${n}`,
        name: `棚 ${n} 🪴`,
      }));
      expect(await categories.upsert(records)).toEqual({ added: count, changed: 0 });
      const found = await categories.byIds(records.map((record) => record.id));
      expect(new Set(found.map(({ name }) => name))).toEqual(new Set(records.map(({ name }) => name)));
      expect(await categories.childrenOf([shelves.garden.id])).toHaveLength(count);
      expect(await categories.byIds([])).toEqual([]);
    }),
  );

  test('changes nothing when the same tree is written again', () =>
    withStores(engine, async ({ categories, products }) => {
      await products.upsert([productRecord(1)]);
      const before = await products.byIds([id(1)]);
      expect(await categories.upsert(Object.values(shelves))).toEqual({ added: 0, changed: 0 });
      expect(await products.byIds([id(1)])).toEqual(before);
    }));

  test('takes along what is below a category that moves or is renamed, and its products', () =>
    withStores(engine, async ({ categories, products }) => {
      await categories.upsert([{ id: id(2), parentId: shelves.coffee.id, slug: 'machines', name: 'Machines' }]);
      await products.upsert([productRecord(1, { categoryId: id(2) }), productRecord(2)]);
      await categories.upsert([{ ...shelves.coffee, parentId: shelves.garden.id, name: 'Coffee' }]);
      const [machines] = await categories.byIds([id(2)]);
      expect(machines?.path).toEqual(['Garden', 'Coffee', 'Machines']);
      const found = await products.byIds([id(1), id(2)]);
      expect(found.map(({ category }) => category.path).sort()).toEqual([
        ['Garden', 'Coffee'],
        ['Garden', 'Coffee', 'Machines'],
      ]);
      expect(await products.countOfEach([shelves.kitchen.id, shelves.garden.id])).toEqual([
        { categoryId: shelves.kitchen.id, count: 0 },
        { categoryId: shelves.garden.id, count: 2 },
      ]);
    }));

  test('makes a change of a product start over that began before its category was renamed', () =>
    withStores(engine, async ({ categories, products }) => {
      await products.upsert([productRecord(1)]);
      const [before] = await products.byIds([id(1)]);
      if (!before) throw new Error('The product is missing.');
      await categories.upsert([{ ...shelves.coffee, name: 'Coffee' }]);
      const late = await products.replace({ ...before, name: 'Late', revision: 'late' }, before);
      expect(late).toEqual({ outcome: 'stale' });
    }));

  test('is whole after it is killed between any two of its writes and the tree is written again', () =>
    withStores(engine, async ({ categories, products }, database) => {
      await products.upsert([productRecord(1)]);
      const renamed = (name: string) => [{ ...shelves.kitchen, name }];
      let survived = 0;
      for (; ; survived += 1) {
        const mortal = crashingDatabase(database, survived);
        const dying = (await storesOver(mortal.database)).categories;
        const name = `Kitchen ${survived}`;
        await dying.upsert(renamed(name)).catch(() => undefined);
        await categories.upsert(renamed(name));
        expect((await products.byIds([id(1)])).map(({ category }) => category.path)).toEqual([[name, 'Coffee & Tea']]);
        if (!mortal.crashed()) break;
      }
      expect(survived).toBeGreaterThan(1);
    }));

  test('refuses a tree that is none, and a slug that is taken', () =>
    withStores(engine, async ({ categories }) => {
      await expect(categories.upsert([{ id: id(1), parentId: id(0xdead), slug: 'a', name: 'A' }])).rejects.toThrow(
        `below the category ${id(0xdead)}, which does not exist`,
      );
      await expect(categories.upsert([{ ...shelves.kitchen, parentId: shelves.coffee.id }])).rejects.toThrow(
        'would be above itself',
      );
      await expect(
        categories.upsert([{ id: id(1), parentId: null, slug: 'kitchen', name: 'Other' }]),
      ).rejects.toThrow();
      expect(await categories.byIds([id(1)])).toEqual([]);
      expect((await categories.byIds([shelves.kitchen.id]))[0]?.path).toEqual(['Kitchen']);
    }));
}
