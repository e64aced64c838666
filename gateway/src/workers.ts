import cluster, { type Worker } from 'node:cluster';

/**
 * Runs the process's own entry file several times, all on one port. A worker that dies is replaced; SIGTERM goes to all of them,
 * and this process ends when the last one has.
 *
 * @param environmentOf what the worker of a number, from 0, has in its environment beside what this process has
 */
export async function runWorkers(
  count: number,
  environmentOf: (number: number) => Record<string, string>,
): Promise<void> {
  const stopped = Promise.withResolvers<undefined>();
  let isStopping = false;
  const ended: Promise<unknown>[] = [];
  const workers = new Set<Worker>();

  function start(number: number): void {
    const worker = cluster.fork(environmentOf(number));
    workers.add(worker);
    let isListening = false;
    worker.once('listening', () => {
      isListening = true;
    });
    ended.push(
      new Promise<void>((resolve) => {
        worker.once('exit', () => {
          workers.delete(worker);
          // One that never listened has a faulty configuration, which it has told: another would fail alike.
          if (!isStopping && isListening) start(number);
          else if (!isStopping) stop('SIGTERM', 1);
          resolve();
        });
      }),
    );
  }

  function stop(signal: NodeJS.Signals | null, code: number): void {
    isStopping = true;
    process.exitCode = code;
    if (signal !== null) for (const worker of workers) worker.process.kill(signal);
    stopped.resolve(undefined);
  }

  process.on('SIGTERM', () => stop('SIGTERM', 0));
  // A terminal sends it to the workers too, and a second one would end them at once.
  process.on('SIGINT', () => stop(null, 0));
  for (let number = 0; number < count; number += 1) start(number);
  await stopped.promise;
  await Promise.all(ended);
  process.exit();
}
