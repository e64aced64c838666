import pg from 'pg';
import { waitFor } from './wait-for.ts';

/**
 * Ends what is still connected to a database and drops it, if it is there: not while PostgreSQL vacuums it, as the worker belongs
 * to the superuser, whom nobody else may end.
 *
 * @param url of any database on the server, for the role that owns the one to drop
 */
export async function dropPostgresDatabase(url: string, name: string): Promise<void> {
  const elsewhere = new URL(url);
  elsewhere.pathname = '/postgres';
  const drop = async (): Promise<boolean> => {
    const client = new pg.Client({ connectionString: elsewhere.href });
    await client.connect();
    try {
      await client.query(`DROP DATABASE IF EXISTS ${client.escapeIdentifier(name)} WITH (FORCE)`);
      return true;
    } finally {
      await client.end();
    }
  };
  await waitFor(drop, { deadlineMs: 60_000, describe: `the database ${name} to be dropped` });
}
