import { createSagaDesk, openOrdersStores } from '@mosaico/orders';
import { ConfigError, createSilentLogger } from '@mosaico/service';
import { parseArguments, usage, UsageError } from './arguments.ts';
import { readConfig } from './config.ts';
import { compensatedText, retriedText, stuckText } from './texts.ts';

/** `npm run sagas`: what the person on call does about orders that hang. Ends with 2 for what cannot be understood, 1 for what failed. */
try {
  await run(process.argv.slice(2));
} catch (error) {
  process.exitCode = error instanceof UsageError ? 2 : 1;
  console.error(explained(error));
}

async function run(args: readonly string[]): Promise<void> {
  const command = parseArguments(args);
  const stores = await openOrdersStores({ config: readConfig(), logger: createSilentLogger() });
  try {
    const desk = createSagaDesk({ stores });
    switch (command.name) {
      case 'stuck':
        console.log(stuckText(await desk.stuck()));
        return;
      case 'retry':
        console.log(retriedText(command.orderId, await desk.retry(command.orderId)));
        return;
      case 'compensate':
        console.log(compensatedText(command.orderId, await desk.compensate(command.orderId)));
    }
  } finally {
    await stores.close();
  }
}

/** Faults that a person can mend are their message alone; all others come with where they happened. */
function explained(error: unknown): string {
  if (error instanceof UsageError) return `${error.message}\n\n${usage}`;
  if (error instanceof ConfigError) return error.message;
  return Error.isError(error) ? (error.stack ?? error.message) : String(error);
}
