import type { PageRequest } from '@mosaico/service';
import type { TimePosition } from './time-position.ts';
import type { EventProperty } from './user-event-store.ts';

/** What the log speaks of, for example an order. */
export interface AuditedEntity {
  readonly type: 'order';
  readonly id: string;
}

/** Something that happened to an entity and who did it. Entries are added, never changed or removed. */
export interface AuditEntry {
  /** Unique within the entity. */
  readonly id: string;
  readonly entity: AuditedEntity;
  /** For example `order.placed`. */
  readonly action: string;
  readonly at: Date;
  readonly actor: 'customer' | 'guest' | 'staff' | 'system';
  readonly details: readonly EventProperty[];
}

/** A page of one entity's trail. */
export interface AuditPageRequest extends PageRequest<TimePosition> {
  readonly entity: AuditedEntity;
}

/** The audit trail. Partition: entity; in it newest first, equal times by id descending (order of UTF-8 bytes). Nothing expires. */
export interface AuditLogStore {
  /**
   * Adds entries, any number of them. An entry with the entity, time and id of one that is there is the same entry: a batch
   * can be repeated. Atomic on the embedded engine; on Cassandra a batch that failed is to be repeated.
   */
  append(entries: readonly AuditEntry[]): Promise<void>;

  /**
   * For each request, in the order of the requests, up to `limit` entries after the position; empty for an entity without
   * entries. Independent reads of single partitions.
   */
  pagesOf(requests: readonly AuditPageRequest[]): Promise<AuditEntry[][]>;
}
