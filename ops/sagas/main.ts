import { createSagaDesk, openOrdersStores } from '@mosaico/orders';
import { createSilentLogger } from '@mosaico/service';
import { explained, exitCodeOf } from '../command-line.ts';
import { parseArguments, usage } from './arguments.ts';
import { readConfig } from './config.ts';
import { compensatedText, retriedText, stuckText } from './texts.ts';

/** `npm run sagas`: what the person on call does about orders that hang. Ends with 2 for what cannot be understood, 1 for what failed. */
try {
  await run(process.argv.slice(2));
} catch (error) {
  process.exitCode = exitCodeOf(error);
  console.error(explained(error, usage));
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
