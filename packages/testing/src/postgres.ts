import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepEmbeddedPostgres, startEmbeddedPostgres } from '@mosaico/embedded';
import { testPostgresFolder } from './config.ts';
import { dropPostgresDatabase } from './drop-postgres-database.ts';

/** The PostgreSQL folder of one test run. Its server starts with the first database that a test asks for. */
export interface TestPostgres {
  path: string;
  /** Stops the server if it ever started, and removes the folder. */
  stop(): Promise<void>;
}

/** A database of one test's own. */
export interface TestDatabase {
  /** `postgres://…`, for a role that owns the database. */
  url: string;
  /** Ends what is still connected and drops the database. */
  drop(): Promise<void>;
}

const FOLDER_PREFIX = 'mosaico-test-postgres-';

/** No test outlives its machine, so nothing waits for the disk. */
const fastSettings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', shared_buffers: '32MB' };

/** Opens a folder for a run in `parent`, and clears away what killed runs left there, their servers included. */
export async function startTestPostgres(parent = tmpdir()): Promise<TestPostgres> {
  for (const name of readdirSync(parent)) {
    if (isForgotten(name)) await clearAway(join(parent, name));
  }
  const path = mkdtempSync(join(parent, `${FOLDER_PREFIX}${process.pid}-`));
  const keeper = await keepEmbeddedPostgres({ path });
  return {
    path,
    async stop() {
      await keeper.stop();
      rmSync(path, { recursive: true, force: true });
    },
  };
}

/**
 * Makes an empty database on the run's server.
 *
 * @param folder the run's; Jest's global setup has told it to every test
 */
export async function createTestDatabase(folder = testPostgresFolder()): Promise<TestDatabase> {
  if (folder === undefined) {
    throw new Error(
      'createTestDatabase needs the Jest run that jest.config.js sets up, or the folder of a TestPostgres.',
    );
  }
  const database = `test_${randomUUID().replaceAll('-', '')}`;
  const server = await startEmbeddedPostgres({ path: folder, database, settings: fastSettings });
  return {
    url: server.url,
    async drop() {
      await dropPostgresDatabase(server.url, database);
      await server.stop();
    },
  };
}

function isForgotten(name: string): boolean {
  if (!name.startsWith(FOLDER_PREFIX)) return false;
  const pid = Number(name.slice(FOLDER_PREFIX.length).split('-')[0]);
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return Error.isError(error) && 'code' in error && error.code === 'ESRCH';
  }
}

async function clearAway(path: string): Promise<void> {
  try {
    const keeper = await keepEmbeddedPostgres({ path });
    await keeper.stop();
    rmSync(path, { recursive: true, force: true });
  } catch {
    // Another user's, or another run is at it already: no reason not to test.
  }
}
