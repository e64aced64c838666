import { ObjectId } from 'mongodb';

/** A MongoDB ObjectId as the shop writes ids. */
export function newDocumentId(): string {
  return new ObjectId().toHexString();
}
