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
 * @param options.width how many events of different keys a consumer handles at once
 */
export function createInProcessTransport({ width = 8 }: { width?: number } = {}): Transport {
  const subscribers = new Set<Subscriber>();
  return {
    async publish(events) {
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
