import { ConfigError } from './config.ts';
import type { Logger } from './logger.ts';

/**
 * The edge of a process: starts, then waits for SIGTERM or SIGINT, then closes and leaves. A second signal leaves at once,
 * and so does a close that takes longer than the grace period.
 */
export async function runProcess(
  start: () => Promise<{ logger: Logger; close: () => Promise<void> }>,
  options: { graceMs?: number } = {},
): Promise<void> {
  const { graceMs = 25_000 } = options;
  const stopped = Promise.withResolvers<NodeJS.Signals>();
  const signals: NodeJS.Signals[] = ['SIGTERM', 'SIGINT'];
  for (const signal of signals) process.on(signal, () => stopped.resolve(signal));
  // Whoever reads the output may go before this process does; that is no reason to fail.
  for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined);

  const running = await start().catch((error: unknown) => {
    // A faulty configuration is the reader's to mend: its message is complete, and a stack would only hide it.
    const isExpected =
      error instanceof ConfigError ||
      (Error.isError(error) && 'code' in error && String(error.code).startsWith('DATA_FOLDER'));
    process.stderr.write(
      `${isExpected && Error.isError(error) ? error.message : String(Error.isError(error) ? error.stack : error)}\n`,
    );
    process.exit(1);
  });

  const signal = await stopped.promise;
  running.logger.info({ signal }, 'stopping');
  for (const again of signals) process.on(again, () => process.exit(1));
  setTimeout(() => {
    running.logger.error({ graceMs }, 'did not stop in time');
    process.exit(1);
  }, graceMs).unref();
  await running.close();
  running.logger.info('stopped');
  process.exit(0);
}
