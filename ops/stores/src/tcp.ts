import { connect } from 'node:net';
import type { Address } from './ports.ts';

/** How long a server that is well may take to answer a probe. */
const PROBE_DEADLINE_MS = 2000;

/**
 * Asks a server one question in its own protocol.
 * @param question what is sent once connected; null when the server speaks first
 * @param isAnswer whether what has arrived so far is the answer of a server that is ready: undefined to wait for more
 */
export function asksWell(
  address: Address,
  { question, isAnswer }: { question: Buffer | null; isAnswer: (received: Buffer) => boolean | undefined },
): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address);
    let received = Buffer.alloc(0);
    const settle = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(PROBE_DEADLINE_MS, () => settle(false));
    socket.once('error', () => settle(false));
    socket.once('close', () => settle(false));
    if (question) socket.once('connect', () => socket.write(question));
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      const answer = isAnswer(received);
      if (answer !== undefined) settle(answer);
    });
  });
}
