import type { ShopEvent } from '@mosaico/bus';
import { ObjectId } from 'mongodb';
import type { CatalogCollections } from './catalog-collections.ts';
import { announcement } from './outbox-document.ts';

/**
 * Removes products together with their events. A removed document can carry none, and no write changes two; so the tombstone is
 * there first, which says nothing while the product lives, and speaks when it is gone. A process that dies between leaves a tombstone
 * whose product is gone, for `repair` to find, or one whose product lives, which says nothing for ever.
 */
export interface Tombstones {
  /** @returns false when the product has another revision or category, or is gone: nothing happens then. */
  remove(product: { id: string; revision: string; categoryId: string }, event: ShopEvent): Promise<boolean>;
  /** Announces the removals that were begun until then, by processes that have ended since. @returns the products' ids */
  repair(begunUntil: Date): Promise<string[]>;
}

export function createTombstones(
  { products, tombstones }: Pick<CatalogCollections, 'products' | 'tombstones'>,
  { now }: { now: () => Date },
): Tombstones {
  return {
    async remove({ id, revision, categoryId }, event) {
      const _id = new ObjectId(id);
      const doomed = { event, revision, since: now() };
      await tombstones.updateOne({ _id }, { $set: { doomed } }, { upsert: true });
      const { deletedCount } = await products.deleteOne({ _id, revision, 'category.id': new ObjectId(categoryId) });
      if (deletedCount === 0) return false;
      await speak(_id, event);
      return true;
    },

    async repair(begunUntil) {
      const begun = await tombstones.find({ 'doomed.since': { $lte: begunUntil } });
      const living = await products.find(
        { _id: { $in: begun.map(({ _id }) => _id) } },
        { projection: { revision: 1 } },
      );
      const revisionOf = new Map(living.map(({ _id, revision }) => [_id.toHexString(), revision]));
      const announced: string[] = [];
      for (const { _id, doomed } of begun) {
        const id = _id.toHexString();
        const revision = revisionOf.get(id);
        if (doomed === undefined || revision === doomed.revision) continue;
        if (revision === undefined) {
          await speak(_id, doomed.event);
          announced.push(id);
        } else {
          // Changed since, so that the removal can no longer succeed.
          await tombstones.updateOne({ _id, 'doomed.event.id': doomed.event.id }, { $unset: { doomed: '' } });
        }
      }
      return announced;
    },
  };

  /** Once, whoever of those who removed a product and of those who repair comes first. */
  async function speak(_id: ObjectId, event: ShopEvent): Promise<void> {
    const isUnsaid = { 'outbox.waiting.id': { $ne: event.id }, 'outbox.sent.event.id': { $ne: event.id } };
    await tombstones.updateOne({ _id, ...isUnsaid }, { $unset: { doomed: '' }, ...announcement([event]) });
  }
}
