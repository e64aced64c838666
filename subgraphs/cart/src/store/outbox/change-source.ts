import type { ShopEvent } from '@mosaico/bus';
import type { ChangeNotes } from './change-notes.ts';

/** A mark, and on which item it is. */
export interface ItemMark {
  /** The item's key. */
  readonly key: Readonly<Record<string, string>>;
  readonly mark: string;
  /** True for an item that is there for its mark only. */
  readonly isRemains: boolean;
}

/** What has changed of one aggregate. */
export interface UnsentChange {
  readonly event: ShopEvent;
  /** Of the changes that the event tells, which may be several. */
  readonly marks: readonly ItemMark[];
}

/** Changes of one kind of aggregate that lie, as marks, on the items that they changed. */
export interface ChangeSource {
  readonly notes: ChangeNotes;
  /** The event of what is changed and not announced, as it is now; null when there is none. Strongly consistent. */
  read(id: string): Promise<UnsentChange | null>;
  /** Takes off those of the marks that are still there: the items have changed again where they are not. */
  settle(marks: readonly ItemMark[]): Promise<void>;
  /** The aggregates that have marks, by the index or by a scan of the table, and each one's oldest mark. */
  find(by: 'index' | 'scan'): Promise<ReadonlyMap<string, string>>;
}
