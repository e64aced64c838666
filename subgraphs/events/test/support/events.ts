import { randomUUID } from 'node:crypto';
import type { AuditEntry } from '../../src/store/audit-log-store.ts';
import type { HistoricalOrder } from '../../src/store/order-history-store.ts';
import type { TimePosition } from '../../src/store/time-position.ts';
import type { UserEvent, Visitor } from '../../src/store/user-event-store.ts';

/** A customer that no other test speaks of, so that suites can share a store. */
export function newCustomer(): Visitor & { kind: 'customer' } {
  return { kind: 'customer', id: newNumericId() };
}

export function newNumericId(): string {
  return String(BigInt(`0x${randomUUID().replaceAll('-', '').slice(0, 13)}`) + 1n);
}

/** A type that no other test counts. */
export function newEventType(): string {
  return `test.t${randomUUID().replaceAll('-', '')}`;
}

export function userEvent(given: Partial<UserEvent> & Pick<UserEvent, 'visitor'>): UserEvent {
  return {
    id: randomUUID(),
    type: 'product.viewed',
    at: new Date('2026-03-01T09:30:00.000Z'),
    sessionId: null,
    productId: null,
    value: null,
    properties: [],
    ...given,
  };
}

export function auditEntry(given: Partial<AuditEntry> & Pick<AuditEntry, 'entity'>): AuditEntry {
  return {
    id: randomUUID(),
    action: 'order.placed',
    at: new Date('2026-03-01T09:30:00.000Z'),
    actor: 'customer',
    details: [],
    ...given,
  };
}

export function historicalOrder(
  given: Partial<HistoricalOrder> & Pick<HistoricalOrder, 'customerId'>,
): HistoricalOrder {
  const orderId = given.orderId ?? newNumericId();
  const placedAt = given.placedAt ?? new Date('2026-03-01T09:30:00.000Z');
  return {
    orderId,
    number: `M-${orderId}`,
    status: 'DELIVERED',
    placedAt,
    updatedAt: placedAt,
    total: '12.50',
    currency: 'GBP',
    itemCount: 2,
    ...given,
  };
}

/** Everything behind the first page, read page by page. */
export async function readAll<Row>(
  limit: number,
  options: {
    readPage: (page: { limit: number; after: TimePosition | null }) => Promise<readonly Row[]>;
    positionOf: (row: Row) => TimePosition;
    after?: TimePosition;
  },
): Promise<Row[]> {
  const rows: Row[] = [];
  let after = options.after ?? null;
  for (;;) {
    const page = await options.readPage({ limit, after });
    rows.push(...page);
    const last = page.at(-1);
    if (last === undefined || page.length < limit) return rows;
    after = options.positionOf(last);
  }
}
