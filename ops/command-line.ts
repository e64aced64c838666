import { parseArgs, type ParseArgsConfig } from 'node:util';
import { ConfigError } from '@mosaico/service';

/** A command line that cannot be understood; the message says what was required and what arrived. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export function misuse(message: string): UsageError {
  return new UsageError(message);
}

/**
 * The names and options that a person typed.
 * @throws UsageError for an option that there is not, or that lacks its value
 */
export function parseCommandLine<const Options extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: Options,
): ReturnType<typeof parseArgs<{ args: string[]; allowPositionals: true; options: Options }>> {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    throw misuse(Error.isError(error) ? error.message : String(error));
  }
}

/** What arrived, as a message shows it. */
export function shown(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}

/** 2 for what cannot be understood, 1 for what failed. */
export function exitCodeOf(error: unknown): number {
  return error instanceof UsageError ? 2 : 1;
}

/** Faults that a person can mend are their message alone; all others come with where they happened. */
export function explained(error: unknown, usage: string): string {
  if (error instanceof UsageError) return `${error.message}\n\n${usage}`;
  if (error instanceof ConfigError) return error.message;
  return Error.isError(error) ? (error.stack ?? error.message) : String(error);
}
