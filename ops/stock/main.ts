import { openOrdersStores } from '@mosaico/orders';
import { createSilentLogger } from '@mosaico/service';
import { exitCodeOf, explained, misuse, parseCommandLine } from '../command-line.ts';
import { readConfig } from './config.ts';
import { usage, violationsText } from './texts.ts';

/** `npm run stock`: whether the stock is right. Ends with 2 for what cannot be understood, 1 for stock that differs and for what failed. */
try {
  await run(process.argv.slice(2));
} catch (error) {
  process.exitCode = exitCodeOf(error);
  console.error(explained(error, usage));
}

async function run(args: readonly string[]): Promise<void> {
  const { positionals } = parseCommandLine(args, {});
  if (positionals.length !== 1 || positionals[0] !== 'verify') {
    throw misuse(`The command must be verify; got ${JSON.stringify(positionals)}.`);
  }
  const stores = await openOrdersStores({ config: readConfig(), logger: createSilentLogger() });
  try {
    const violations = await stores.violations();
    console.log(violationsText(violations));
    if (violations.length > 0) process.exitCode = 1;
  } finally {
    await stores.close();
  }
}
