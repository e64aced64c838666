import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Invalidation, InvalidationChannel } from './invalidation-channel.ts';

/** How often the server is asked whether it is still there; a network that swallows everything is found within about twice that. */
const heartbeatMs = 1_000;

const messageSchema = z.object({ from: z.string(), cache: z.string(), ids: z.array(z.string()) });

/**
 * A channel on the publish and subscribe of one Redis server. Redis keeps nothing for who is not connected, so that the
 * channel is deaf from the moment a connection is lost, or owes an answer for too long, until it has subscribed anew.
 *
 * @param options.client is the channel's from here on: it publishes with it, subscribes with a duplicate, and closes both
 */
export function createRedisInvalidationChannel(options: { client: Redis; keyPrefix: string }): InvalidationChannel {
  const { client: publisher, keyPrefix } = options;
  const topic = `${keyPrefix}cache-invalidations`;
  const from = randomUUID();
  const listeners: ((invalidation: Invalidation) => void)[] = [];
  const deafListeners: (() => void)[] = [];
  let isHearing = false;

  // Its own subscription, not the library's renewal: that one does not tell when it is done.
  const subscriber = publisher.duplicate({ autoResubscribe: false });
  subscriber.on('error', () => undefined);
  const becomeDeaf = (): void => {
    if (!isHearing) return;
    isHearing = false;
    for (const listener of deafListeners) listener();
  };
  const reconnect = (): void => {
    becomeDeaf();
    subscriber.disconnect(true);
  };
  subscriber.on('close', becomeDeaf);
  subscriber.on('ready', () => {
    subscriber.subscribe(topic).then(() => {
      isHearing = subscriber.status === 'ready';
    }, reconnect);
  });
  subscriber.on('message', (_topic: string, text: string) => {
    const message = parseMessage(text);
    // What cannot be read may have meant anything.
    if (message === null) reconnect();
    else if (message.from !== from) for (const listener of listeners) listener(message);
  });
  const heartbeat = setInterval(() => {
    if (isHearing) subscriber.ping().catch(reconnect);
  }, heartbeatMs);
  heartbeat.unref();

  return {
    get isHearing() {
      return isHearing;
    },
    async publish(invalidation) {
      await publisher.publish(topic, JSON.stringify({ from, ...invalidation }));
    },
    onInvalidation: (listener) => void listeners.push(listener),
    onDeaf: (listener) => void deafListeners.push(listener),
    close() {
      clearInterval(heartbeat);
      subscriber.disconnect();
      publisher.disconnect();
      return Promise.resolve();
    },
  };
}

function parseMessage(text: string): z.output<typeof messageSchema> | null {
  try {
    return messageSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
