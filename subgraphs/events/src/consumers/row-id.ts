import type { ShopEvent } from '@mosaico/bus';
import { uuidV5 } from '../store/uuid-v5.ts';

const namespace = '6d0f2f1e-5a0b-5c39-9d0e-7f3b1f6a3c03';

/**
 * The id of the rows that an event becomes: the same however often it is delivered, so that the stores, which keep one row for an
 * id, are the inbox. One that a client chose for an event of its own never meets it.
 */
export function rowIdOf({ id }: Pick<ShopEvent, 'id'>): string {
  return uuidV5(namespace, id);
}
