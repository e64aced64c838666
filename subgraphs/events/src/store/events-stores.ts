import type { AuditLogStore } from './audit-log-store.ts';
import type { MetricStore } from './metric-store.ts';
import type { OrderHistoryStore } from './order-history-store.ts';
import type { UserEventStore } from './user-event-store.ts';

/** The stores of the events subgraph, open. */
export interface EventsStores {
  readonly userEvents: UserEventStore;
  readonly auditLog: AuditLogStore;
  readonly metrics: MetricStore;
  readonly orderHistory: OrderHistoryStore;
  /** `Cassandra` or `embedded SQLite`. */
  readonly engine: string;
  /** Resolves when the engine answers. */
  ping(): Promise<void>;
  /** Twice is once. */
  close(): Promise<void>;
}

/** What an engine provides; here it is guarded. */
export interface StoresOfOneEngine extends EventsStores {
  /** What has to succeed once before anything is asked. */
  readonly prepare?: () => Promise<void>;
  /** Tells a failure to reach the engine from a refusal; by the usual codes and names when absent. */
  readonly isUnavailable?: (error: unknown) => boolean;
}
