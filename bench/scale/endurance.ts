import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { createRandom } from '../../standalone/src/seed/shop/random.ts';
import { askFiveStores } from '../shop.ts';
import { inspectHeap } from './inspected-heap.ts';
import { scaleQuestions } from './questions.ts';
import type { SeededShop } from './seeded-shop.ts';

/** Heap after a garbage collection, in MB, over minutes of a mixed load. */
export interface HeapOverTime {
  readonly samples: readonly { readonly minute: number; readonly mb: number }[];
  /** MB an hour, by least squares over the second half: the first fills caches. */
  readonly mbPerHour: number;
}

/** Asks all kinds of questions by four askers for so long, and looks at the heap thirty times. */
export async function heapOverTime(
  shop: SeededShop,
  options: { minutes: number; seed: string; say: (line: string) => void },
): Promise<HeapOverTime> {
  const { minutes, seed, say } = options;
  const heap = await inspectHeap(shop.process);
  const endsAt = performance.now() + minutes * 60_000;
  const ask = async (asker: number): Promise<void> => {
    const random = createRandom('endurance', seed, asker);
    while (performance.now() < endsAt) {
      const { operation, identity } = random.pick(scaleQuestions).make(random, shop.sizes);
      const token = identity === null ? null : await shop.tokenOf(identity);
      const response = await fetch(`${shop.process.origin}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify(operation),
      });
      await response.text();
      if (!response.ok) throw new Error(`A question was answered with HTTP status ${response.status}.`);
    }
  };
  const samples: { minute: number; mb: number }[] = [];
  const look = async (): Promise<void> => {
    while (performance.now() < endsAt) {
      await wait((minutes * 60_000) / 30);
      const mb = (await heap.usedAfterGc()) / 2 ** 20;
      samples.push({ minute: minutes - (endsAt - performance.now()) / 60_000, mb });
    }
  };
  await Promise.all([...[0, 1, 2, 3].map(ask), look()]);
  heap.close();
  say(`heap after GC: ${samples.map(({ mb }) => mb.toFixed(0)).join(' ')} MB`);
  return { samples, mbPerHour: slopeOf(samples.slice(Math.floor(samples.length / 2))) * 60 };
}

function slopeOf(samples: readonly { minute: number; mb: number }[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(samples.map(({ minute }) => minute)), mean(samples.map(({ mb }) => mb))];
  const over = mean(samples.map(({ minute, mb }) => (minute - x) * (mb - y)));
  return over / mean(samples.map(({ minute }) => (minute - x) ** 2));
}

/**
 * Holds connections open, and asks the five-store query meanwhile, and again after they have gone.
 * @returns how many were open at once, and what a question took beside them, in milliseconds
 */
export async function openConnections(
  shop: SeededShop,
  count: number,
): Promise<{ readonly opened: number; readonly ms: number }> {
  const { hostname, port } = new URL(shop.process.origin);
  const token = await shop.tokenOf({ customerId: '1000001', roles: [] });
  const sockets: Socket[] = [];
  try {
    for (let number = 0; number < count; number += 1) {
      const socket = await opened(hostname, Number(port));
      if (socket === null) break;
      sockets.push(socket);
    }
    const started = performance.now();
    await askFiveStores(shop.process.origin, token);
    const ms = performance.now() - started;
    return { opened: sockets.filter(({ destroyed }) => !destroyed).length, ms };
  } finally {
    for (const socket of sockets) socket.destroy();
    await askFiveStores(shop.process.origin, token);
  }
}

/** One connection that asks nothing; null when the system allows no more. */
function opened(host: string, port: number): Promise<Socket | null> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, noDelay: true });
    socket.once('connect', () => resolve(socket));
    socket.on('error', () => resolve(null));
  });
}
