import type { OutboxSource, Publish } from '@mosaico/bus';
import { concurrently } from '../dynamo/concurrently.ts';
import { timeOfMark } from './change-notes.ts';
import type { ChangeSource, UnsentChange } from './change-source.ts';
import type { Head, Heads } from './heads.ts';
import type { SentEvents } from './sent-events.ts';

/** Changes of one kind, `cart`, and of one aggregate, as they stand in a position. */
interface Candidate {
  readonly position: string;
  readonly source: ChangeSource | null;
  readonly id: string;
}

type Taken = Candidate & { readonly head: Head; readonly change: UnsentChange };

/** How many events go to the bus at once, and how many aggregates are looked at meanwhile. */
const batchSize = 64;
const width = 8;
/** How often tables without an index that can be relied on are scanned, for what a process left behind that is no more. */
const scanEveryMs = 300_000;
/** Of an event that is sent again, by itself. It sorts before any aggregate. */
const again = '!again';

/**
 * The outbox over marks. An item that changes gets, by the same write, a mark; a relay makes of the marks of one aggregate an
 * event, keeps it in the aggregate's head, publishes it, and takes the marks off: so an event is the same however often it is
 * published, and no change goes without one.
 *
 * @param options.sources by the kind of aggregate
 * @param options.canUseIndex whether the index of marks is there and never lacks one for long
 */
export function createDynamoOutbox(options: {
  sources: Readonly<Record<string, ChangeSource>>;
  heads: Heads;
  sent: SentEvents;
  canUseIndex: () => boolean;
  now: () => Date;
}): OutboxSource {
  const { sources, heads, sent, canUseIndex, now } = options;
  let scannedAt = -Infinity;

  return {
    async relay(publish) {
      const taken = (await takeNoted()) ?? (await takeFound());
      if (taken.length === 0) return { taken: 0, sent: 0 };
      const { held, epoch } = await publishOrRelease(taken, publish);
      await concurrently(taken, width, (each) =>
        held.has(each.change.event.id) ? finish(each, epoch) : heads.release(each.head),
      );
      return { taken: taken.length, sent: taken.filter(({ change }) => held.has(change.event.id)).length };
    },

    async resend(epoch) {
      const lost = await sent.lost(epoch);
      await concurrently(lost, width, async (each) => {
        await heads.add(`${again}:${each.position}`, each.event);
        await sent.remove([each]);
      });
      return lost.length;
    },

    async forget(sentBefore) {
      const old = await sent.before(sentBefore);
      await sent.remove(old);
      return old.length;
    },

    async backlog() {
      const waiting = new Map<string, Date>();
      for (const [kind, source] of Object.entries(sources)) {
        const found = await source.find(canUseIndex() ? 'index' : 'scan');
        for (const [id, mark] of found) waiting.set(`${kind}:${id}`, timeOfMark(mark));
      }
      for (const { position, event } of await heads.events()) waiting.set(position, new Date(event.time));
      const oldest = Math.min(...Array.from(waiting.values(), (time) => time.getTime()));
      return { events: waiting.size, oldest: waiting.size === 0 ? null : new Date(oldest) };
    },
  };

  /** Of what this process has changed itself: without a search. Null when there is nothing of it. */
  async function takeNoted(): Promise<Taken[] | null> {
    const noted = Object.entries(sources).flatMap(([kind, source]) =>
      source.notes.take().map((id) => ({ position: `${kind}:${id}`, source, id })),
    );
    const taken = await takeSome(noted);
    return taken.length === 0 ? null : taken;
  }

  /** Of what others have left behind. */
  async function takeFound(): Promise<Taken[]> {
    const free = await heads.free(batchSize);
    const candidates = new Map(free.map((position) => [position, toCandidate(position)]));
    const isDue = now().getTime() - scannedAt >= scanEveryMs;
    if (canUseIndex() || isDue) {
      const begun = now().getTime();
      for (const [kind, source] of Object.entries(sources)) {
        for (const id of (await source.find(canUseIndex() ? 'index' : 'scan')).keys()) {
          candidates.set(`${kind}:${id}`, { position: `${kind}:${id}`, source, id });
        }
      }
      scannedAt = begun;
    }
    return takeSome(Array.from(candidates.values()));
  }

  function toCandidate(position: string): Candidate {
    const end = position.indexOf(':');
    return { position, source: sources[position.slice(0, end)] ?? null, id: position.slice(end + 1) };
  }

  /** The first that can be taken; what is left stays noted. In the order of their positions. */
  async function takeSome(candidates: readonly Candidate[]): Promise<Taken[]> {
    const taken: Taken[] = [];
    let begun = 0;
    try {
      while (begun < candidates.length && taken.length < batchSize) {
        const some = candidates.slice(begun, begun + Math.min(width, batchSize - taken.length));
        taken.push(...(await concurrently(some, width, take)).filter((one) => one !== null));
        begun += some.length;
      }
    } catch (error) {
      noteAll(candidates);
      throw error;
    }
    noteAll(candidates.slice(begun));
    return taken.sort((one, other) => (one.position < other.position ? -1 : 1));
  }

  /** Null when somebody else has it, or nothing has changed. */
  async function take(candidate: Candidate): Promise<Taken | null> {
    const { position, source, id } = candidate;
    const head = await heads.acquire(position);
    if (head === null) {
      // Whoever has it may have read it before it changed.
      source?.notes.note(id);
      return null;
    }
    if (head.change !== null) {
      // Somebody else's, who has died; it may have changed since.
      source?.notes.note(id);
      return { ...candidate, head, change: head.change };
    }
    const change = (await source?.read(id)) ?? null;
    if (change === null) {
      await heads.remove(head);
      return null;
    }
    const kept = await heads.keep(head, change);
    if (kept === null) source?.notes.note(id);
    return kept && { ...candidate, head: kept, change };
  }

  function noteAll(candidates: readonly Candidate[]): void {
    for (const { source, id } of candidates) source?.notes.note(id);
  }

  async function publishOrRelease(taken: readonly Taken[], publish: Publish): ReturnType<Publish> {
    try {
      return await publish(taken.map(({ change }) => change.event));
    } catch (error) {
      // Where that fails, too, they are free when their time is over.
      await concurrently(taken, width, ({ head }) => heads.release(head)).catch(() => undefined);
      throw error;
    }
  }

  /** Killed between any two of these, it is published again as the same event. */
  async function finish({ head, source, change }: Taken, epoch: string): Promise<void> {
    await sent.add(change.event, epoch);
    await source?.settle(change.marks);
    await heads.remove(head);
  }
}
