import type { Redis } from 'ioredis';
import type { ShopEvent } from '../event.ts';

/** An event as it lies in a stream. */
export interface Entry {
  readonly id: string;
  readonly event: ShopEvent;
  /** How often it was delivered before this time. */
  readonly deliveries: number;
}

const field = 'event';

export function entryFields(event: ShopEvent): [string, string] {
  return [field, JSON.stringify(event)];
}

type RawEntry = [id: string, fields: string[] | null];
type PendingEntry = [id: string, consumer: string, idleMs: number, deliveries: number];
type PendingSummary = [count: number, first: string | null, last: string | null, owing: [string, string][] | null];

export interface GroupReader {
  /** Makes the group where it is not; it begins with what the stream holds. */
  createGroup(stream: string): Promise<void>;
  /** What the group has read from the stream and is not done with, whoever read it: from now on it is this member's. */
  takeOver(stream: string): Promise<Entry[]>;
  /**
   * What others have read from the stream and are not done with, which they will not be: the stream is this member's. From now on
   * that is, too.
   */
  takeStrays(stream: string): Promise<Entry[]>;
  /** What this member has read from the stream and is not done with: also what it was sent and never got. */
  readOwn(stream: string): Promise<Entry[]>;
  /** What nobody of the group has read, by stream. Waits up to `waitMs` for the first. */
  readNew(streams: readonly string[], options: { most: number; waitMs: number }): Promise<Map<string, Entry[]>>;
  acknowledge(stream: string, id: string): Promise<void>;
}

const takeOverAtOnce = 100;

/** @param options.blocking a connection that nobody else uses: a read that waits keeps it busy */
export function createGroupReader(options: {
  commands: Redis;
  blocking: Redis;
  group: string;
  member: string;
}): GroupReader {
  const { commands, blocking, group, member } = options;
  return {
    async createGroup(stream) {
      try {
        await commands.xgroup('CREATE', stream, group, '0', 'MKSTREAM');
      } catch (error) {
        if (!Error.isError(error) || !error.message.startsWith('BUSYGROUP')) throw error;
      }
    },
    async takeOver(stream) {
      const found: Entry[] = [];
      let from = '0-0';
      do {
        const [next, entries] = (await commands.xautoclaim(
          stream,
          group,
          member,
          0,
          from,
          'COUNT',
          takeOverAtOnce,
        )) as [string, RawEntry[]];
        const counts = await deliveriesOf(
          entries.map(([id]) => id),
          stream,
        );
        found.push(...entries.flatMap(([id, fields]) => toEntry(id, fields, (counts.get(id) ?? 1) - 1)));
        from = next;
      } while (from !== '0-0');
      return found;
    },
    async takeStrays(stream) {
      const [, , , owing] = (await commands.xpending(stream, group)) as PendingSummary;
      const found: Entry[] = [];
      for (const [other, count] of owing ?? []) {
        if (other === member) continue;
        const pending = await pendingOf(other, { stream, from: '-', to: '+', most: Number(count) });
        if (pending.size === 0) continue;
        const entries = (await commands.xclaim(stream, group, member, 0, ...pending.keys())) as RawEntry[];
        found.push(...entries.flatMap(([id, fields]) => toEntry(id, fields, pending.get(id) ?? 0)));
      }
      return found;
    },
    async readOwn(stream) {
      const found: Entry[] = [];
      for (let from = '0'; ;) {
        const answer = await commands.xreadgroup(
          'GROUP',
          group,
          member,
          'COUNT',
          takeOverAtOnce,
          'STREAMS',
          stream,
          from,
        );
        const entries = answer?.[0]?.[1] ?? [];
        found.push(...entries.flatMap(([id, fields]) => toEntry(id, fields, 0)));
        const last = entries.at(-1)?.[0];
        if (last === undefined || entries.length < takeOverAtOnce) return found;
        from = last;
      }
    },
    async readNew(streams, { most, waitMs }) {
      const from = streams.map(() => '>');
      const args = ['COUNT', most, 'BLOCK', waitMs, 'STREAMS', ...streams, ...from] as const;
      const answer = await blocking.xreadgroup('GROUP', group, member, ...args);
      return new Map(
        (answer ?? []).map(([stream, entries]) => [stream, entries.flatMap(([id, fields]) => toEntry(id, fields, 0))]),
      );
    },
    async acknowledge(stream, id) {
      await commands.xack(stream, group, id);
    },
  };

  async function deliveriesOf(ids: readonly string[], stream: string): Promise<Map<string, number>> {
    const [from, to] = [ids.at(0), ids.at(-1)];
    if (from === undefined || to === undefined) return new Map();
    return pendingOf(member, { stream, from, to, most: ids.length });
  }

  /** How often each entry was delivered that a member is not done with, by the entries' ids. */
  async function pendingOf(
    consumer: string,
    { stream, from, to, most }: { stream: string; from: string; to: string; most: number },
  ): Promise<Map<string, number>> {
    const pending = (await commands.xpending(stream, group, from, to, most, consumer)) as PendingEntry[];
    return new Map(pending.map(([id, , , deliveries]) => [id, deliveries]));
  }
}

/** An entry whose fields are gone was trimmed away, and whoever read it was done with it. */
function toEntry(id: string, fields: string[] | null, deliveries: number): Entry[] {
  const text = fields?.[1];
  return text === undefined ? [] : [{ id, event: JSON.parse(text) as ShopEvent, deliveries }];
}
