import { createServer } from 'node:net';

/** `preferred` when it is free, else any free port. */
export async function choosePort(preferred: number): Promise<number> {
  return (await probePort(preferred)) ?? (await probePort(0)) ?? 0;
}

function probePort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(undefined));
    probe.listen(port, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : undefined));
    });
  });
}
