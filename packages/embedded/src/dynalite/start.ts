import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { openDataFolder } from '../data-folder.ts';
import { EmbeddedErrorCode, EmbeddedStoreError } from '../errors.ts';
import { type EmbeddedLogger, silentLogger } from '../logger.ts';
import type { DynaliteThreadData, DynaliteThreadMessage } from './messages.ts';

export interface EmbeddedDynamo {
  /** `http://127.0.0.1:…`, for a DynamoDB client; any credentials and region will do. */
  endpoint: string;
  /** Answers what was asked, closes the store, frees the folder. Twice is once. */
  stop(): Promise<void>;
}

/**
 * Runs dynalite over a folder, for this process alone.
 *
 * The promise: what a request acknowledged survives a kill -9 of the process, since LevelDB hands each write to the
 * kernel's page cache before it returns. It does not sync, so a power cut may lose the last writes. An item and its
 * index entries are separate writes, the index first: after a kill, an index may name what is not there.
 *
 * It runs in a thread of its own, because what dynalite does not foresee it throws uncaught, and a fault in it must not
 * end the process. Such a fault starts the thread anew, on the same port.
 *
 * @throws DataFolderInUseError when another process has the folder open
 * @throws EmbeddedStoreError `serverFailed` when the store does not open
 */
export async function startDynalite(options: {
  path: string;
  logger?: EmbeddedLogger;
  now?: () => Date;
}): Promise<EmbeddedDynamo> {
  const { logger = silentLogger, now = () => new Date() } = options;
  const folder = await openDataFolder({ path: options.path, owner: 'embedded DynamoDB', now });
  const path = join(folder.path, 'level');
  let stopping: Promise<void> | undefined;
  let running: Promise<RunningThread>;

  const restart = (fault: unknown, port: number): void => {
    if (stopping) return;
    logger.warn({ err: fault }, 'The embedded DynamoDB had a fault and is started anew.');
    running = startThread({ path, port }, restart);
    running.catch((error: unknown) => logger.warn({ err: error }, 'The embedded DynamoDB did not start anew.'));
  };
  running = startThread({ path, port: 0 }, restart);

  try {
    const { port } = await running;
    return {
      endpoint: `http://127.0.0.1:${port}`,
      stop: () => (stopping ??= stop()),
    };
  } catch (error) {
    folder.close();
    throw error;
  }

  async function stop(): Promise<void> {
    await running.then(
      (thread) => thread.stop(),
      () => undefined,
    );
    folder.close();
  }
}

interface RunningThread {
  port: number;
  stop(): Promise<void>;
}

/** Resolves when the thread listens. `onFault` is told of a fault after that, when the thread has gone. */
function startThread(
  data: DynaliteThreadData,
  onFault: (fault: unknown, port: number) => void,
): Promise<RunningThread> {
  const worker = new Worker(new URL('./thread.ts', import.meta.url), { workerData: data });
  const { promise, resolve, reject } = Promise.withResolvers<RunningThread>();
  const ended = new Promise<void>((settle) => worker.once('exit', () => settle()));
  let port: number | undefined;
  worker.once('message', (message: DynaliteThreadMessage) => {
    if ('failed' in message) {
      void worker.terminate();
      reject(cannotOpen(data.path, message.failed));
      return;
    }
    port = message.listening;
    // Alone, it keeps no process from ending; whoever serves from it stays for reasons of its own.
    worker.unref();
    resolve({
      port,
      stop() {
        worker.ref();
        worker.postMessage('stop');
        return ended;
      },
    });
  });
  worker.once('error', (fault) => {
    if (port === undefined) reject(cannotOpen(data.path, fault));
    else void ended.then(() => onFault(fault, port ?? 0));
  });
  return promise;
}

function cannotOpen(path: string, cause: unknown): EmbeddedStoreError {
  return new EmbeddedStoreError(
    EmbeddedErrorCode.serverFailed,
    `The embedded DynamoDB cannot open its store in ${path}: ${Error.isError(cause) ? cause.message : String(cause)}. ` +
      `Set the store's URL in the environment, to a DynamoDB, or move that folder away to start afresh.`,
    { cause },
  );
}
