import { parseConfig } from '@mosaico/service';
import { z } from 'zod';

/** Where the Jest run's global setup says its PostgreSQL folder is, to the processes that run the tests. */
const POSTGRES_FOLDER = 'MOSAICO_TEST_POSTGRES';

export function testPostgresFolder(): string | undefined {
  return process.env[POSTGRES_FOLDER];
}

export function setTestPostgresFolder(path: string): void {
  process.env[POSTGRES_FOLDER] = path;
}

const browserConfigSchema = z.object({
  /** The browser to use; the first Chromium on the PATH when absent. */
  CHROMIUM_PATH: z.string().optional(),
  PATH: z.string().default(''),
  /** `true` where a test that cannot run must fail. */
  CI: z.string().optional(),
});

/** What the browser tests read from the environment. */
export function readBrowserConfig() {
  return parseConfig(browserConfigSchema);
}

/** Whether a suite that cannot reach its real server fails instead of being skipped. */
export function requiresRealStores(): boolean {
  const { REQUIRE_REAL_STORES } = parseConfig(z.object({ REQUIRE_REAL_STORES: z.enum(['0', '1']).default('0') }));
  return REQUIRE_REAL_STORES === '1';
}

/** As `readKillsConfig`, of the sagas of orders: so many schedules on each engine. */
export function readSagaKillsConfig(): { schedules: number; seed: number } {
  const { SAGA_KILL_SCHEDULES, KILL_SEED } = parseConfig(
    z.object({
      SAGA_KILL_SCHEDULES: z.coerce.number().int().min(1).default(25),
      KILL_SEED: z.coerce.number().int().min(0).optional(),
    }),
  );
  return { schedules: SAGA_KILL_SCHEDULES, seed: KILL_SEED ?? newSeed() };
}

/** How many schedules of kills are run, and from which seed: another one each time when none is given. */
export function readKillsConfig(): { schedules: number; seed: number } {
  const { KILL_SCHEDULES, KILL_SEED } = parseConfig(
    z.object({
      KILL_SCHEDULES: z.coerce.number().int().min(1).default(6),
      KILL_SEED: z.coerce.number().int().min(0).optional(),
    }),
  );
  return { schedules: KILL_SCHEDULES, seed: KILL_SEED ?? newSeed() };
}

function newSeed(): number {
  return Number(process.hrtime.bigint() % 1_000_000_007n);
}

/** How many want what there is a hundred of, how many times over, and from which seed: another one each time when none is given. */
export function readOversellConfig(): { buyers: number; seeds: number; seed: number } {
  const { OVERSELL_BUYERS, OVERSELL_SEEDS, OVERSELL_SEED } = parseConfig(
    z.object({
      OVERSELL_BUYERS: z.coerce.number().int().min(200).default(400),
      OVERSELL_SEEDS: z.coerce.number().int().min(1).default(1),
      OVERSELL_SEED: z.coerce.number().int().min(0).optional(),
    }),
  );
  return {
    buyers: OVERSELL_BUYERS,
    seeds: OVERSELL_SEEDS,
    seed: OVERSELL_SEED ?? Number(process.hrtime.bigint() % 1_000_000_007n),
  };
}
