export { eventsConfigShape } from './config.ts';
export { type AuditEntry, type AuditLogStore } from './store/audit-log-store.ts';
export { type MetricStore } from './store/metric-store.ts';
export { openEventsStores } from './store/open-stores.ts';
export type { EventsStores } from './store/events-stores.ts';
export { type HistoricalOrder, type OrderHistoryStore } from './store/order-history-store.ts';
export { type EventProperty, type UserEvent, type UserEventStore, type Visitor } from './store/user-event-store.ts';
export { createEventsSubgraph } from './subgraph.ts';
