import type { RunningProcess } from '../../ops/distributed/start-process.ts';

/** What has a process open its inspector, on any free port of this machine; it prints where. */
export const inspectable = { NODE_OPTIONS: '--inspect=127.0.0.1:0' };

/** Asks a process for its heap after a garbage collection. */
export interface InspectedHeap {
  /** Bytes in use. */
  readonly usedAfterGc: () => Promise<number>;
  readonly close: () => void;
}

/** @throws when the process was not started as `inspectable` */
export async function inspectHeap(process: RunningProcess): Promise<InspectedHeap> {
  const url = /ws:\/\/127\.0\.0\.1:\d+\/\S+/.exec(process.output())?.[0];
  if (url === undefined) throw new Error('The process was to have an inspector; it printed none.');
  const socket = new WebSocket(url);
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve, { once: true });
    socket.addEventListener('error', () => reject(new Error(`The inspector at ${url} does not answer.`)), {
      once: true,
    });
  });
  const waiting = new Map<number, (result: Record<string, unknown>) => void>();
  socket.addEventListener('message', ({ data }) => {
    const { id, result = {} } = JSON.parse(String(data)) as { id?: number; result?: Record<string, unknown> };
    if (id === undefined) return;
    waiting.get(id)?.(result);
    waiting.delete(id);
  });
  let last = 0;
  const call = (method: string) =>
    new Promise<Record<string, unknown>>((resolve) => {
      last += 1;
      waiting.set(last, resolve);
      socket.send(JSON.stringify({ id: last, method }));
    });
  return {
    async usedAfterGc() {
      await call('HeapProfiler.collectGarbage');
      return Number((await call('Runtime.getHeapUsage'))['usedSize']);
    },
    close: () => socket.close(),
  };
}
