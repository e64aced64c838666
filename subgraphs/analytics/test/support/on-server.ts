import pg from 'pg';

/** Runs one statement over a connection of its own. */
export async function onServer<Row extends object>(url: string, statement: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(statement)).rows;
  } finally {
    await client.end();
  }
}

/** The same server with another database. */
export function inDatabase(url: string, name: string): string {
  const other = new URL(url);
  other.pathname = `/${name}`;
  return other.href;
}

/** Makes it the zone of all sessions that begin from now on in the URL's database. */
export async function setTimeZone(url: string, timeZone: string | undefined): Promise<void> {
  if (timeZone === undefined) return;
  const name = new URL(url).pathname.slice(1);
  await onServer(inDatabase(url, 'postgres'), `ALTER DATABASE ${name} SET timezone = '${timeZone}'`);
}
