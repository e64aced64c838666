import type { ShopEvent } from '@mosaico/bus';
import type { ObjectId } from 'mongodb';
import type { OutboxFields } from './outbox-document.ts';

/** What a product leaves behind, in the collection `tombstones`, until its event is no longer needed. */
export interface TombstoneDocument {
  /** The product's id. */
  _id: ObjectId;
  /** A removal that has begun: it is announced when the product is gone. */
  doomed?: { event: ShopEvent; revision: string; since: Date };
  outbox?: OutboxFields;
}
