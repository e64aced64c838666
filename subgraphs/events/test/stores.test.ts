import { afterAll, beforeAll } from '@jest/globals';
import { describeOnEngines, type Engine } from '@mosaico/testing';
import type { EventsStores } from '../src/index.ts';
import { auditLogStoreContract } from './audit-log-store.contract.ts';
import { metricStoreContract } from './metric-store.contract.ts';
import { orderHistoryStoreContract } from './order-history-store.contract.ts';
import { openTestKeyspace } from './support/cassandra.ts';
import { openTestStores } from './support/embedded.ts';
import { userEventStoreContract } from './user-event-store.contract.ts';

interface EventsEngine extends Engine {
  open(): Promise<{ stores: EventsStores; remove: () => Promise<void> }>;
}

const engines: readonly EventsEngine[] = [
  { name: 'embedded SQLite', open: openTestStores },
  { name: 'Cassandra', store: 'cassandra', open: openTestKeyspace },
];

describeOnEngines('the stores of events', engines, (engine) => {
  let opened: Awaited<ReturnType<EventsEngine['open']>>;
  beforeAll(async () => {
    opened = await engine.open();
  }, 180_000);
  afterAll(() => opened.remove(), 180_000);

  userEventStoreContract(() => opened.stores);
  metricStoreContract(() => opened.stores);
  auditLogStoreContract(() => opened.stores);
  orderHistoryStoreContract(() => opened.stores);
});
