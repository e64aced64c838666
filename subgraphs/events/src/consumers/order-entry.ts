import type { ShopEvent } from '@mosaico/bus';
import type { AuditEntry } from '../store/audit-log-store.ts';
import { rowIdOf } from './row-id.ts';

/** An event of an order as an entry of its trail; by the shop itself where nothing else is said. @param given.at RFC 3339 */
export function orderEntry(
  event: ShopEvent & { readonly data: { readonly orderId: string } },
  given: Pick<AuditEntry, 'action'> & { at: string } & Partial<Pick<AuditEntry, 'actor' | 'details'>>,
): AuditEntry {
  return {
    id: rowIdOf(event),
    entity: { type: 'order', id: event.data.orderId },
    actor: 'system',
    details: [],
    ...given,
    at: new Date(given.at),
  };
}
