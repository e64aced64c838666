import type { AuditEntry } from './store/audit-log-store.ts';
import type { UserEvent } from './store/user-event-store.ts';

/** What the resolvers of each GraphQL type receive as their parent. */
export type ActivityEventModel = UserEvent;
export type AuditEntryModel = AuditEntry;

export interface CustomerModel {
  readonly id: string;
}

export interface OrderModel {
  readonly id: string;
  /** Null for a guest's order, and when nobody said whose it is. */
  readonly customerId: string | null;
}
