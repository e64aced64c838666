import { DuplicateKeyError } from '@mosaico/documents';
import type { ObjectId } from 'mongodb';
import type { CatalogCollections } from './catalog-collections.ts';
import { batchSize } from './in-batches.ts';

export interface WantedSku {
  readonly sku: string;
  readonly productId: ObjectId;
}

/**
 * Keeps a sku from two products where no unique index can, which is where products lie on several shards: a product is
 * written only after each of its skus was claimed for it, and a claim is one document with the sku as its id.
 */
export interface SkuClaims {
  /** Claims the skus for their products, anew where they are theirs. @returns those that other products have; the rest is claimed */
  claim(wanted: readonly WantedSku[]): Promise<readonly string[]>;
  /** Gives up claims for a product that will not be written, of an id that nobody else writes. */
  release(productId: ObjectId, skus: readonly string[]): Promise<void>;
}

/** Where the unique index does it. */
export const noSkuClaims: SkuClaims = {
  claim: () => Promise.resolve([]),
  release: () => Promise.resolve(),
};

/** A write that claimed its skus longer ago than this, in whatever process, has ended or died. */
const longestWriteMs = 60_000;

/**
 * Claims in the collection `skus`. One whose product does not have the sku, and is not being written with it, may be taken over
 * by another product: so a sku that a product gave up, or that a process died with, is free after a minute.
 */
export function createSkuClaims({ skus, products }: CatalogCollections, now: () => Date): SkuClaims {
  return {
    async claim(wanted) {
      const taken: string[] = [];
      for (let at = 0; at < wanted.length; at += batchSize) {
        const held = await claimFree(wanted.slice(at, at + batchSize));
        if (held.length > 0) taken.push(...(await takeOver(held)));
      }
      return taken;
    },

    async release(productId, given) {
      await skus.deleteMany({ _id: { $in: [...given] }, product_id: productId });
    },
  };

  /** @returns those that are not free, nor their product's */
  async function claimFree(wanted: readonly WantedSku[]): Promise<readonly WantedSku[]> {
    const claimed_at = now();
    try {
      await skus.bulkWrite(
        wanted.map(({ sku, productId }) => ({
          updateOne: { filter: { _id: sku, product_id: productId }, update: { $set: { claimed_at } }, upsert: true },
        })),
        { ordered: false },
      );
      return [];
    } catch (error) {
      if (!(error instanceof DuplicateKeyError)) throw error;
      return error.positions.flatMap((position) => wanted[position] ?? []);
    }
  }

  /** @returns those that stay with their products */
  async function takeOver(held: readonly WantedSku[]): Promise<readonly string[]> {
    const claims = await skus.find({ _id: { $in: held.map(({ sku }) => sku) } });
    const claimOf = new Map(claims.map((claim) => [claim._id, claim]));
    const owners = await products.find(
      { _id: { $in: claims.map(({ product_id }) => product_id) } },
      { projection: { 'variants.sku': 1 } },
    );
    const skusOf = new Map(owners.map(({ _id, variants }) => [_id.toHexString(), variants.map(({ sku }) => sku)]));
    const taken: string[] = [];
    for (const { sku, productId } of held) {
      const claim = claimOf.get(sku);
      if (claim?.product_id.equals(productId)) continue;
      const isStale =
        claim !== undefined &&
        now().getTime() - claim.claimed_at.getTime() > longestWriteMs &&
        skusOf.get(claim.product_id.toHexString())?.includes(sku) !== true;
      // Who holds it claims it again before it is written: the claim is then another one, and is not taken over.
      const isOurs =
        isStale &&
        (await skus.updateOne(claim, { $set: { product_id: productId, claimed_at: now() } })).matchedCount === 1;
      if (!isOurs) taken.push(sku);
    }
    return taken;
  }
}

/**
 * Claims the skus of all products there are. May be repeated.
 * @throws when two products have one sku
 */
export async function claimEverySku(collections: CatalogCollections, now: () => Date): Promise<void> {
  const claims = createSkuClaims(collections, now);
  let wanted: WantedSku[] = [];
  const claimThem = async (): Promise<void> => {
    const taken = await claims.claim(wanted);
    if (taken.length > 0) throw new Error(`Several products have the skus ${taken.join(', ')}.`);
    wanted = [];
  };
  for await (const { _id, variants } of collections.products.stream({}, { projection: { 'variants.sku': 1 } })) {
    wanted.push(...variants.map(({ sku }) => ({ sku, productId: _id })));
    if (wanted.length >= batchSize) await claimThem();
  }
  await claimThem();
}
