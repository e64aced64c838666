import { setTestPostgresFolder } from './config.ts';
import { startTestPostgres } from './postgres.ts';
import type { RunGlobals } from './run-globals.ts';

/** Runs once before all tests; their processes inherit the environment variable. */
export default async function setUp(): Promise<void> {
  const postgres = await startTestPostgres();
  (globalThis as RunGlobals).mosaicoTestPostgres = postgres;
  setTestPostgresFolder(postgres.path);
}
