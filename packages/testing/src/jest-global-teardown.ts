import type { RunGlobals } from './run-globals.ts';

/** Runs once after all tests, in the process of the setup. */
export default async function tearDown(): Promise<void> {
  await (globalThis as RunGlobals).mosaicoTestPostgres?.stop();
}
