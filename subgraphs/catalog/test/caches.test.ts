import { expect, test } from '@jest/globals';
import { openInProcessBus } from '@mosaico/bus';
import { type CacheTier, type CacheTiers, openCacheTiers } from '@mosaico/entity-cache';
import { createSilentLogger } from '@mosaico/service';
import { waitFor } from '@mosaico/testing';
import { id, productRecord, shelves } from './support/records.ts';
import { customer, merchandiser, type ShopGraph, withShopGraph } from './support/shop-graph.ts';

const createProduct = `mutation ($input: CreateProductInput!) { createProduct(input: $input) { ... on Product { id } } }`;
const updateProduct = `mutation ($input: UpdateProductInput!) { updateProduct(input: $input) {
  ... on Product { name related { name } } } }`;
const addReview = `mutation ($input: AddReviewInput!) { addReview(input: $input) { __typename } }`;
const byId = `{ product(id: "${id(1)}") { name rating { count } variants { sku inStock } } }`;
const bySku = (sku: string) => `{ product(sku: "${sku}") { id name } }`;

function memoryTiers(): Promise<CacheTiers> {
  return openCacheTiers({ config: { REDIS_KEY_PREFIX: 'test:' }, logger: createSilentLogger() });
}

/** Runs the test with a catalog of two products that keeps entities in the memory of its process. */
async function withCachedShop(
  run: (graph: ShopGraph) => Promise<void>,
  options: Parameters<typeof withShopGraph>[1] = {},
): Promise<void> {
  await withShopGraph(
    async (graph) => {
      await graph.stores.products.upsert([productRecord(1), productRecord(2)]);
      await run(graph);
    },
    { tiers: await memoryTiers(), ...options },
  );
}

test('asks the store once for each entity, however it is found, and nothing when it is asked again', () =>
  withCachedShop(async ({ ask, calls, stores }) => {
    await stores.recommendations.upsert([{ productId: id(1), relatedIds: [id(2)] }]);
    const everything = `{
      product(id: "${id(1)}") { name related { name } }
      other: product(sku: "SKU-2") { name }
      category(id: "${shelves.coffee.id}") { name } }`;
    const { at, errors } = await ask(everything);
    expect(errors).toEqual([]);
    expect(at('product.related.*.name')).toEqual(['Product 2']);
    expect(at('other.name')).toBe('Product 2');
    expect(calls.toSorted()).toEqual([
      ['categories.byIds', [shelves.coffee.id]],
      ['ownWrites.recommendations.byProductIds', [id(1)]],
      ['products.byIds', [id(1)]],
      ['products.byIds', [id(2)]],
      ['products.ownersOf', ['SKU-2']],
    ]);
    const again = await ask(everything);
    expect(calls).toEqual([]);
    for (const path of ['product', 'other', 'category']) expect(again.at(path)).toEqual(at(path));
  }));

test('gives what a change left, to everybody who asks after it was answered', () =>
  withCachedShop(async ({ ask }) => {
    for (let round = 0; round < 20; round += 1) {
      // Some who read meanwhile, and keep what they read.
      const readers = Array.from({ length: 5 }, () => Promise.all([ask(byId), ask(bySku('SKU-1'))]));
      await ask(updateProduct, { input: { id: id(1), name: `Name ${round}` } }, merchandiser);
      await Promise.all([
        ...readers,
        ...[byId, bySku('SKU-1')].map(async (query) =>
          expect((await ask(query)).at('product.name')).toBe(`Name ${round}`),
        ),
      ]);
    }
  }));

test('reads what a mutation wrote past the caches, within the mutation', () =>
  withCachedShop(async ({ ask, calls, stores }) => {
    await stores.recommendations.upsert([{ productId: id(1), relatedIds: [id(2)] }]);
    await ask(byId);
    const { at } = await ask(updateProduct, { input: { id: id(1), name: 'New' } }, merchandiser);
    expect(at('updateProduct')).toEqual({ name: 'New', related: [{ name: 'Product 2' }] });
    expect(calls.map(([question]) => question)).toEqual([
      ...['products.byIds', 'products.replace'],
      ...['ownWrites.recommendations.byProductIds', 'ownWrites.products.byIds'],
    ]);
  }));

test('asks the stores, where the operation may have written through another part of the shop', () =>
  withCachedShop(async ({ ask, calls, subgraph }) => {
    await ask(byId);
    calls.splice(0);
    await subgraph.execute({ query: byId, identity: merchandiser, requestId: 'r1', afterWrite: true });
    expect(calls).toEqual([['ownWrites.products.byIds', [id(1)]]]);
  }));

test('counts a review in the rating that is read next', () =>
  withCachedShop(async ({ ask }) => {
    expect((await ask(byId)).at('product.rating.count')).toBe(0);
    await ask(addReview, { input: { productId: id(1), rating: 5, title: 'Good', body: 'Good.' } }, customer);
    expect((await ask(byId)).at('product.rating.count')).toBe(1);
  }));

test('finds a sku that nobody had a moment ago, and not the one that was given up for it', () =>
  withCachedShop(async ({ ask }) => {
    expect((await ask(bySku('NEW'))).at('product')).toBeNull();
    expect((await ask(bySku('SKU-1'))).at('product.id')).toBe(id(1));
    const variants = [{ sku: 'NEW', price: '1' }];
    await ask(updateProduct, { input: { id: id(1), variants } }, merchandiser);
    expect((await ask(bySku('NEW'))).at('product.id')).toBe(id(1));
    expect((await ask(bySku('SKU-1'))).at('product')).toBeNull();

    expect((await ask(bySku('NEWER'))).at('product')).toBeNull();
    const created = await ask(
      createProduct,
      {
        input: {
          ...{ name: 'Newer', brand: 'Brûlerie', description: '', categoryId: shelves.coffee.id },
          variants: [
            { sku: 'NEWER', price: '1' },
            { sku: 'SKU-1', price: '1' },
          ],
        },
      },
      merchandiser,
    );
    for (const sku of ['NEWER', 'SKU-1']) {
      expect((await ask(bySku(sku))).at('product.id')).toBe(created.at('createProduct.id'));
    }
  }));

test('finds whose a sku is now, also where nobody told the cache that its product gave it up', () =>
  withCachedShop(async ({ ask, stores }) => {
    await ask(bySku('SKU-1'));
    const own = productRecord(1).variants;
    await stores.products.upsert([productRecord(1, { variants: [{ sku: 'OTHER', price: '1', attributes: [] }] })]);
    await stores.products.upsert([productRecord(2, { variants: own })]);
    // The product is asked for anew, whose it was is not.
    await ask(addReview, { input: { productId: id(1), rating: 5, title: 'Good', body: 'Good.' } }, customer);
    expect((await ask(bySku('SKU-1'))).at('product.id')).toBe(id(2));
  }));

test('forgets a product that is deleted, and whose its sku was', () =>
  withCachedShop(async ({ ask }) => {
    await ask(byId);
    await ask(bySku('SKU-1'));
    await ask(`mutation { deleteProduct(input: { id: "${id(1)}" }) { __typename } }`, {}, merchandiser);
    expect((await ask(byId)).at('product')).toBeNull();
    expect((await ask(bySku('SKU-1'))).at('product')).toBeNull();
  }));

test('answers a mutation whose caches cannot be told, and tells them when its event comes', async () => {
  const tiers = await memoryTiers();
  const deaf = deafTier(tiers.l1);
  const bus = openInProcessBus({ groups: ['catalog'] });
  await withCachedShop(
    async ({ ask, stores }) => {
      await ask(byId);
      deaf.isDeaf = true;
      const { errors } = await ask(updateProduct, { input: { id: id(1), name: 'New' } }, merchandiser);
      expect(errors).toEqual([]);
      expect((await ask(byId)).at('product.name')).toBe('Product 1');
      expect(await stores.outbox.backlog()).toMatchObject({ events: 1 });
      deaf.isDeaf = false;
      await waitFor(async () => (await stores.outbox.backlog()).events === 0, {
        deadlineMs: 60_000,
        describe: 'the event to be handled',
      });
      expect((await ask(byId)).at('product.name')).toBe('New');
      expect(await bus.deadLetters.count()).toBe(0);
    },
    { tiers: { ...tiers, l1: deaf.tier }, bus },
  );
}, 180_000);

/** A tier that answers, and removes nothing while it is deaf. */
function deafTier(tier: CacheTier): { isDeaf: boolean; tier: CacheTier } {
  const deaf = { isDeaf: false, tier };
  deaf.tier = {
    ...tier,
    remove: (keys) => (deaf.isDeaf ? Promise.reject(new Error('The connection was lost.')) : tier.remove(keys)),
  };
  return deaf;
}
