import { openOrdersStores } from '@mosaico/orders';
import { ConfigError, createSilentLogger } from '@mosaico/service';
import { readConfig } from './config.ts';
import { usage, violationsText } from './texts.ts';

/** `npm run stock`: whether the stock is right. Ends with 2 for what cannot be understood, 1 for stock that differs and for what failed. */
try {
  await run(process.argv.slice(2));
} catch (error) {
  process.exitCode = 1;
  console.error(error instanceof ConfigError || !Error.isError(error) ? String(error) : (error.stack ?? error.message));
}

async function run(args: readonly string[]): Promise<void> {
  if (args.length !== 1 || args[0] !== 'verify') {
    console.error(`The command must be verify; got ${JSON.stringify(args)}.\n\n${usage}`);
    process.exitCode = 2;
    return;
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
