import { createRetriedStep } from '@mosaico/service';
import type { Client } from 'cassandra-driver';
import { keepKnownNodes } from './keep-known-nodes.ts';

/** A client of a cluster, for as long as the process lives. */
export interface LastingClient {
  /** Asks something of the client, which is connected before. Rejections are the driver's. */
  ask<Answer>(question: (client: Client) => Promise<Answer>): Promise<Answer>;
  /** The client as it is, connected or not. */
  current(): Client;
  /** Twice is once. */
  close(): Promise<void>;
}

/**
 * Makes a client, and another one when that has lost every node it knew: they may be back under other addresses, as containers
 * are, and a new client asks again where they are.
 */
export function createLastingClient(make: () => Client): LastingClient {
  function begin() {
    const client = keepKnownNodes(make());
    return { client, connect: createRetriedStep(() => client.connect()) };
  }
  let current = begin();
  let connecting = Promise.resolve();
  let isClosed = false;

  function replace(lost: Client): void {
    // Of all the questions that fail at that moment the first one sees to it.
    if (isClosed || lost !== current.client) return;
    current = begin();
    lost.shutdown().catch(() => undefined);
  }

  return {
    async ask(question) {
      const { client, connect } = current;
      connecting = connect();
      await connecting;
      try {
        return await question(client);
      } catch (error) {
        if (client.getState().getConnectedHosts().length === 0) replace(client);
        throw error;
      }
    },
    current: () => current.client,
    async close() {
      isClosed = true;
      // The driver does not end a client that is connecting.
      await connecting.catch(() => undefined);
      await current.client.shutdown();
    },
  };
}
