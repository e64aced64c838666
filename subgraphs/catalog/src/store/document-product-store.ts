import { createHash } from 'node:crypto';
import { DuplicateKeyError } from '@mosaico/documents';
import { ObjectId } from 'mongodb';
import { everyProduct } from '../domain/product-filter.ts';
import type { Product, Variant } from '../domain/product.ts';
import type { ProductRecord } from '../records.ts';
import type { CatalogCollections } from './catalog-collections.ts';
import { announcement, firstAnnouncement } from './outbox-document.ts';
import { forgetOtherVariants, type PlacedContent, writeBatch } from './write-products.ts';
import type { SkuClaims } from './sku-claims.ts';
import { toCategory } from './category-document.ts';
import { inBatches } from './in-batches.ts';
import { afterConditions, all, filterConditions, listSort } from './product-conditions.ts';
import { toProduct, toProductContent, toRatingFields } from './product-document.ts';
import type { ProductStore, SkuTaken } from './product-store.ts';
import type { Tombstones } from './tombstones.ts';

export function createDocumentProductStore(options: {
  collections: CatalogCollections;
  /** What lists are read from, which may lag behind. */
  browsing: CatalogCollections;
  skuClaims: () => SkuClaims;
  tombstones: Tombstones;
}): ProductStore {
  const { skuClaims, tombstones } = options;
  const { products, categories } = options.collections;
  const listed = options.browsing.products;
  const store: ProductStore = {
    async byIds(ids) {
      const found = await products.find({ _id: { $in: ids.map((id) => new ObjectId(id)) } }, withoutTerms);
      return found.map(toProduct);
    },

    async bySkus(skus) {
      const found = await products.find({ 'variants.sku': { $in: [...skus] } }, withoutTerms);
      // Not every server of the protocol gives a document once when several of its skus are asked for.
      return [...new Map(found.map(toProduct).map((product) => [product.id, product])).values()];
    },

    async ownersOf(skus) {
      const found = await products.find({ 'variants.sku': { $in: [...skus] } }, { projection: { 'variants.sku': 1 } });
      const owners = new Map(
        found.flatMap(({ _id, variants }) => variants.map(({ sku }) => [sku, _id.toHexString()] as const)),
      );
      return skus.flatMap((sku) => {
        const productId = owners.get(sku);
        return productId === undefined ? [] : [{ sku, productId }];
      });
    },

    async page({ filter, sort, limit, after }) {
      const conditions = [...filterConditions(filter), ...afterConditions(after)];
      const found = await listed.find(all(conditions), { ...withoutTerms, sort: listSort(sort), limit });
      return found.map(toProduct);
    },

    count(filter) {
      return listed.countDocuments(all(filterConditions(filter)));
    },

    pageOfEach(categoryIds, request) {
      return Promise.all(
        categoryIds.map(async (categoryId) => ({
          categoryId,
          products: await store.page({ ...request, filter: { ...everyProduct, categoryId } }),
        })),
      );
    },

    countOfEach(categoryIds) {
      return Promise.all(
        categoryIds.map(async (categoryId) => ({
          categoryId,
          count: await store.count({ ...everyProduct, categoryId }),
        })),
      );
    },

    async create(product, events = []) {
      const _id = new ObjectId(product.id);
      const own = product.variants.map(({ sku }) => sku);
      const skus = await skuClaims().claim(own.map((sku) => ({ sku, productId: _id })));
      if (skus.length > 0) {
        await skuClaims().release(_id, own);
        return { outcome: 'skuTaken', skus };
      }
      const rating = { ...toRatingFields(product.rating), revision: 0 };
      try {
        const { version } = product;
        await products.insertOne({ _id, ...toProductContent(product), version, rating, ...firstAnnouncement(events) });
        return { outcome: 'created' };
      } catch (error) {
        return skuTaken(error, product);
      }
    },

    async replace(product, before, events = []) {
      const _id = new ObjectId(product.id);
      const own = product.variants.map(({ sku }) => sku);
      const skus = await skuClaims().claim(own.map((sku) => ({ sku, productId: _id })));
      if (skus.length > 0) return { outcome: 'skuTaken', skus };
      try {
        const { matchedCount } = await products.updateOne(
          { _id, revision: before.revision, 'category.id': new ObjectId(before.category.id) },
          {
            $set: { ...toProductContent(product), version: product.version },
            ...forgetOtherVariants(own),
            ...announcement(events),
          },
        );
        return { outcome: matchedCount === 1 ? 'replaced' : 'stale' };
      } catch (error) {
        return skuTaken(error, product);
      }
    },

    async remove({ id, revision, category, variants }, event) {
      if (!(await tombstones.remove({ id, revision, categoryId: category.id }, event))) return { outcome: 'stale' };
      const skus = variants.map(({ sku }) => sku);
      await skuClaims().release(new ObjectId(id), skus);
      return { outcome: 'removed' };
    },

    repairRemovals: (begunUntil) => tombstones.repair(begunUntil),

    async upsert(records) {
      const contents = await contentsOf(records);
      return inBatches(contents, async (batch) => {
        const taken = await skuClaims().claim(
          batch.flatMap(({ _id, content }) => content.variants.map(({ sku }) => ({ sku, productId: _id }))),
        );
        if (taken.length > 0) throw new Error(`The skus ${taken.join(', ')} are other products'.`);
        return writeBatch(products, batch);
      });
    },
  };
  return store;

  /** Which of the product's skus are another's, when that is what the error says. */
  async function skuTaken(error: unknown, product: Product): Promise<SkuTaken> {
    if (!(error instanceof DuplicateKeyError) || error.index !== 'variants_sku') throw error;
    const own = product.variants.map(({ sku }) => sku);
    const others = await products.find({ 'variants.sku': { $in: own }, _id: { $ne: new ObjectId(product.id) } });
    const taken = new Set([
      error.key['variants.sku'],
      ...others.flatMap(({ variants }) => variants.map(({ sku }) => sku)),
    ]);
    return { outcome: 'skuTaken', skus: own.filter((sku) => taken.has(sku)) };
  }

  async function contentsOf(records: readonly ProductRecord[]): Promise<PlacedContent[]> {
    const categoryIds = [...new Set(records.map(({ categoryId }) => categoryId))];
    const found = await categories.find({ _id: { $in: categoryIds.map((id) => new ObjectId(id)) } });
    const byId = new Map(found.map(toCategory).map((category) => [category.id, category]));
    return records.map(({ id, categoryId, ...record }) => {
      const category = byId.get(categoryId);
      if (!category) throw new Error(`The product ${id} is in the category ${categoryId}, which does not exist.`);
      const variants = checkVariants(id, record.variants);
      // Equal content has an equal revision, so that writing it again changes nothing.
      const revision = createHash('sha1')
        .update(JSON.stringify([record, category]))
        .digest('hex');
      return { _id: new ObjectId(id), content: toProductContent({ ...record, revision, category, variants }) };
    });
  }
}

/** What finds a product is half its size, and nobody reads it; nor its events, which are a relay's. */
const withoutTerms = { projection: { search: 0, outbox: 0 } } as const;

/** A unique index keeps a sku from two documents, not from one document twice. */
function checkVariants(productId: string, variants: readonly Variant[]): [Variant, ...Variant[]] {
  const [first, ...others] = variants;
  if (!first) throw new Error(`The product ${productId} has no variant.`);
  const skus = variants.map(({ sku }) => sku);
  const twice = skus.find((sku, at) => skus.indexOf(sku) !== at);
  if (twice !== undefined) throw new Error(`The product ${productId} has the sku ${twice} twice.`);
  return [first, ...others];
}
