/** Where the Jest run's global setup says its PostgreSQL folder is, to the processes that run the tests. */
const POSTGRES_FOLDER = 'MOSAICO_TEST_POSTGRES';

export function testPostgresFolder(): string | undefined {
  return process.env[POSTGRES_FOLDER];
}

export function setTestPostgresFolder(path: string): void {
  process.env[POSTGRES_FOLDER] = path;
}
