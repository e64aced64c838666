import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '@mosaico/service';
import { restAfter } from '../backoff.ts';
import type { Consumer } from '../consumer.ts';
import { createKeyedQueue } from '../keyed-queue.ts';
import type { Subscription } from '../transport.ts';
import type { Entry, GroupReader } from './entries.ts';
import { compareIds } from './entry-ids.ts';
import type { BusKeys } from './keys.ts';
import type { Leases } from './leases.ts';

/** Events that were read and are not done with. No more are read until half of them are. */
const mostUnderWay = 256;
const mostAtOnce = 64;
/** How long a read waits; after it, partitions that were taken meanwhile are read too. */
const waitMs = 250;
const rests = { tries: Infinity, firstRestMs: 50, longestRestMs: 2_000 };

/**
 * Reads the partitions that the leases give it, and hands their events to a consumer.
 *
 * A read that a former owner had under way may come to Redis after the takeover, and take entries for somebody who reads the
 * partition no more. So after each read the owner looks for such strays of what it has read: whatever was taken from the stream
 * before its own entries is found then, and goes before them. At each beat it looks at all that it has.
 */
export function startSubscription(options: {
  consumer: Consumer;
  reader: GroupReader;
  leases: Leases;
  keys: BusKeys;
  /** How many events of different keys are handled at once. */
  width: number;
  /** How often leases are renewed, in milliseconds: well below the time that they last. */
  beatMs: number;
  /** Called with each partition at each beat, to keep its stream and its group short. */
  upkeep: (partition: number) => Promise<void>;
  random: () => number;
  logger: Logger;
}): Subscription {
  const { consumer, reader, leases, keys, beatMs, upkeep, random, logger } = options;
  const queue = createKeyedQueue({ width: options.width });
  /** The partitions that are read, each with what is under way, by the entries' ids. */
  const owned = new Map<number, Map<string, Promise<void>>>();
  /** The partitions that this process has got and has not begun to read. */
  const unbegun = new Set<number>();
  /** The partitions of which it may have been sent entries that it never got: a read whose answer was lost is such a case. */
  const uncertain = new Set<number>();
  /** The partitions in which strays are looked for after the next read. */
  const unchecked = new Set<number>();
  /** The partitions that are on their way back to the group: no more is read of them, and what was is being handled. */
  const leaving = new Map<number, Promise<void>>();
  /** Resolves when the read that is under way has ended, and what it brought is taken. */
  let reading: Promise<unknown> = Promise.resolve();
  const stopping = new AbortController();
  const { signal } = stopping;
  const isStopping = (): boolean => signal.aborted;

  /** Once read, an event comes back only to whoever takes the partition over: so it is held until it is done with. */
  async function deliver(partition: number, { id, event, deliveries }: Entry): Promise<void> {
    for (let failures = 1; ; failures += 1) {
      // Lost meanwhile: its new owner has it.
      if (isStopping() || !owned.has(partition)) return;
      try {
        if (consumer.types.includes(event.type)) await consumer.deliver(event, { deliveries });
        await reader.acknowledge(keys.stream(partition), id);
        return;
      } catch (error) {
        if (isStopping()) return;
        logger.warn(
          { err: error, group: consumer.group, event: event.id },
          'an event is held until it can be done with',
        );
        await delay(restAfter(failures, { ...rests, random }), undefined, { signal }).catch(() => undefined);
      }
    }
  }

  function take(partition: number, entries: readonly Entry[]): void {
    const underWay = owned.get(partition);
    if (underWay === undefined) return;
    for (const entry of entries) {
      if (underWay.has(entry.id)) continue;
      const delivery = queue
        .run(entry.event.partitionkey, () => deliver(partition, entry))
        .finally(() => underWay.delete(entry.id));
      underWay.set(entry.id, delivery);
    }
  }

  async function begin(partition: number): Promise<void> {
    const stream = keys.stream(partition);
    await reader.createGroup(stream);
    const left = await reader.takeOver(stream);
    owned.set(partition, new Map());
    take(partition, left);
    readable.add(partition);
    unbegun.delete(partition);
  }

  /** Beside the beats: what is under way may last as long as a store is away, and the other leases have to be renewed. */
  function giveBack(partition: number): void {
    if (leaving.has(partition)) return;
    readable.delete(partition);
    unbegun.delete(partition);
    const given: Promise<void> = returnWhenDone(partition, () => leaving.get(partition) === given)
      .catch((error: unknown) => {
        logger.warn({ err: error, group: consumer.group, partition }, 'a lease was not given back; it ends by itself');
      })
      .finally(() => {
        if (leaving.get(partition) === given) leaving.delete(partition);
      });
    leaving.set(partition, given);
  }

  async function returnWhenDone(partition: number, isStillLeaving: () => boolean): Promise<void> {
    // It may have been asked for this partition, and what it brings is this process's.
    await reading;
    await Promise.all((owned.get(partition) ?? new Map<string, Promise<void>>()).values());
    if (!isStillLeaving()) return;
    owned.delete(partition);
    await leases.release(partition);
  }

  const readable = new Set<number>();

  async function beat(): Promise<void> {
    const { taken, lost, surplus } = await leases.update();
    for (const partition of lost) {
      readable.delete(partition);
      unbegun.delete(partition);
      leaving.delete(partition);
      owned.delete(partition);
    }
    // What cannot be begun now is at the next beat.
    for (const partition of taken) unbegun.add(partition);
    for (const partition of unbegun) await begin(partition);
    for (const partition of surplus) giveBack(partition);
    for (const partition of readable) {
      unchecked.add(partition);
      await upkeep(partition);
    }
  }

  async function read(): Promise<void> {
    if (readable.size === 0 || queue.size >= mostUnderWay / 2) {
      await delay(queue.size === 0 ? beatMs / 4 : 5, undefined, { signal }).catch(() => undefined);
      return;
    }
    for (const partition of uncertain) {
      // Before what is new, which comes after it.
      if (readable.has(partition)) {
        const stream = keys.stream(partition);
        await reader.takeStrays(stream);
        take(partition, await reader.readOwn(stream));
      }
      uncertain.delete(partition);
    }
    const asked = Array.from(readable);
    try {
      const found = await reader.readNew(asked.map(keys.stream), { most: mostAtOnce, waitMs });
      await Promise.all(asked.map((partition) => takeFound(partition, found.get(keys.stream(partition)) ?? [])));
    } catch (error) {
      for (const partition of asked) uncertain.add(partition);
      throw error;
    }
  }

  async function takeFound(partition: number, entries: readonly Entry[]): Promise<void> {
    // Lost meanwhile: what others have is theirs.
    if (!owned.has(partition) || (entries.length === 0 && !unchecked.has(partition))) return;
    const strays = await reader.takeStrays(keys.stream(partition));
    unchecked.delete(partition);
    take(
      partition,
      [...strays, ...entries].sort((a, b) => compareIds(a.id, b.id)),
    );
  }

  /** A Redis that was flushed has no groups: they are made again, and begin with what was published since. */
  async function recover(error: unknown): Promise<void> {
    if (!Error.isError(error) || !error.message.includes('NOGROUP')) throw error;
    for (const partition of readable) await reader.createGroup(keys.stream(partition));
  }

  async function loop(step: () => Promise<void>, restMs: number): Promise<void> {
    let failures = 0;
    while (!isStopping()) {
      try {
        await step().catch(recover);
        failures = 0;
      } catch (error) {
        failures += 1;
        if (!isStopping()) logger.warn({ err: error, group: consumer.group }, 'the bus does not answer');
      }
      const ms = failures === 0 ? restMs : restAfter(failures, { ...rests, random });
      if (ms > 0) await delay(ms, undefined, { signal }).catch(() => undefined);
    }
  }

  function readNext(): Promise<void> {
    const step = read();
    reading = step.catch(() => undefined);
    return step;
  }

  const working = Promise.all([loop(beat, beatMs), loop(readNext, 0)]);
  return {
    async stop() {
      stopping.abort();
      await working;
      await Promise.all(leaving.values());
      await Promise.all(Array.from(owned.values()).flatMap((underWay) => Array.from(underWay.values())));
      owned.clear();
      await leases.leave().catch((error: unknown) => {
        logger.warn({ err: error, group: consumer.group }, 'leases were not given back; they end by themselves');
      });
    },
  };
}
