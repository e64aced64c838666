import type { Identity } from '@mosaico/service';
import DataLoader from 'dataloader';
import type { AuditEntry, AuditPageRequest } from './store/audit-log-store.ts';
import type { EventsStores } from './store/events-stores.ts';
import type { ActivityPageRequest, UserEvent } from './store/user-event-store.ts';

/** What one request holds. */
export interface Context {
  readonly identity: Identity;
  readonly now: () => Date;
  readonly newId: () => string;
  readonly stores: Pick<EventsStores, 'userEvents' | 'metrics'>;
  /** Pages of one request are asked of the store together. */
  readonly activityPages: DataLoader<ActivityPageRequest, UserEvent[], string>;
  readonly auditPages: DataLoader<AuditPageRequest, AuditEntry[], string>;
}

export function createContext(options: {
  identity: Identity;
  stores: Pick<EventsStores, 'userEvents' | 'metrics' | 'auditLog'>;
  now: () => Date;
  newId: () => string;
}): Context {
  const { identity, stores, now, newId } = options;
  return {
    identity,
    now,
    newId,
    stores,
    activityPages: createPageLoader((requests) => stores.userEvents.pagesOf(requests)),
    auditPages: createPageLoader((requests) => stores.auditLog.pagesOf(requests)),
  };
}

/** The request is its own key: the same page asked for twice is read once. */
function createPageLoader<Request, Row>(
  load: (requests: readonly Request[]) => Promise<Row[][]>,
): DataLoader<Request, Row[], string> {
  return new DataLoader(load, { cacheKeyFn: (request) => JSON.stringify(request), maxBatchSize: 1_000 });
}
