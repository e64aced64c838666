import { ConfigError } from '@mosaico/service';

/** A command line that cannot be understood; the message says what was required and what arrived. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Runs a command to its end: prints what it answers, or one clear message and exit code 1. */
export async function runCommand(options: { usage: string }, run: () => Promise<string>): Promise<void> {
  try {
    process.stdout.write(`${await run()}\n`);
  } catch (error) {
    process.exitCode = 1;
    process.stderr.write(`${explained(error, options.usage)}\n`);
  }
}

/** @throws UsageError */
export function wholeNumber(option: string, text: string, range: { min: number; max: number }): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= range.min && value <= range.max) return value;
  throw new UsageError(
    `${option} must be a whole number from ${range.min} to ${range.max}; got ${JSON.stringify(text)}.`,
  );
}

/** Faults that a person can mend are their message alone; all others come with where they happened. */
function explained(error: unknown, usage: string): string {
  if (!Error.isError(error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  if (error.name === 'UsageError' || code.startsWith('ERR_PARSE_ARGS')) return `${error.message}\n\n${usage}`;
  const isExplained =
    error instanceof ConfigError ||
    ['SeedRefusedError', 'SourceFileError', 'EmbeddedStoreError', 'DataFolderInUseError'].includes(error.name);
  return isExplained ? error.message : (error.stack ?? error.message);
}
