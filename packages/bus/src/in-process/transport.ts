import type { Consumer } from '../consumer.ts';
import type { ShopEvent } from '../event.ts';
import { createKeyedQueue, type KeyedQueue } from '../keyed-queue.ts';
import type { Transport } from '../transport.ts';

/** Nothing is lost with this transport, so it has one life. */
const epoch = 'in-process';

/**
 * For a shop in one process. It keeps nothing of its own: it has an event when every consumer is done with it, and until then
 * the outbox keeps it. So nothing is lost with the process, and a consumer may get an event again that it has handled.
 *
 * @param options.groups those without which no event is delivered: a publication waits until they have all subscribed, and takes
 *   nothing once one of them has stopped
 * @param options.width how many events of different keys a consumer handles at once
 */
export function createInProcessTransport(options: { groups?: readonly string[]; width?: number } = {}): Transport {
  const { groups = [], width = 8 } = options;
  const subscribers = new Set<Subscriber>();
  const awaited = new Set(groups);
  const whole = Promise.withResolvers<undefined>();
  if (awaited.size === 0) whole.resolve(undefined);
  const isWhole = (): boolean =>
    groups.every((group) => Array.from(subscribers).some((one) => one.consumer.group === group));
  return {
    async publish(events) {
      await whole.promise;
      if (!isWhole()) return { held: new Set(), epoch };
      const isDone = await Promise.all(
        events.map(async (event) => {
          const interested = Array.from(subscribers).filter(({ consumer }) => consumer.types.includes(event.type));
          return (await Promise.all(interested.map((one) => deliver(event, one)))).every(Boolean);
        }),
      );
      return { held: heldOf(events, isDone), epoch };
    },
    epoch: () => Promise.resolve(epoch),
    subscribe(consumer) {
      const subscriber: Subscriber = { consumer, queue: createKeyedQueue({ width }), underWay: new Set() };
      subscribers.add(subscriber);
      awaited.delete(consumer.group);
      if (awaited.size === 0) whole.resolve(undefined);
      return Promise.resolve({
        async stop() {
          subscribers.delete(subscriber);
          await Promise.all(subscriber.underWay);
        },
      });
    },
    async close() {
      const all = Array.from(subscribers);
      subscribers.clear();
      whole.resolve(undefined);
      await Promise.all(all.flatMap(({ underWay }) => Array.from(underWay)));
    },
  };
}

interface Subscriber {
  readonly consumer: Consumer;
  readonly queue: KeyedQueue;
  /** What it has taken and is not done with. */
  readonly underWay: Set<Promise<boolean>>;
}

/** @returns whether the consumer is done with it */
function deliver(event: ShopEvent, { consumer, queue, underWay }: Subscriber): Promise<boolean> {
  const delivery = queue
    .run(event.partitionkey, () => consumer.deliver(event))
    .then(
      () => true,
      () => false,
    )
    .finally(() => underWay.delete(delivery));
  underWay.add(delivery);
  return delivery;
}

/** What comes after an event that is not done with has to come again after it. */
function heldOf(events: readonly ShopEvent[], isDone: readonly boolean[]): Set<string> {
  const held = new Set<string>();
  const undone = new Set<string>();
  for (const [index, { id, partitionkey }] of events.entries()) {
    if (isDone[index] === true && !undone.has(partitionkey)) held.add(id);
    else undone.add(partitionkey);
  }
  return held;
}
