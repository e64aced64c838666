import mysql from 'mysql2/promise';
import pg from 'pg';

type Row = Record<string, unknown>;

/** Asks a MySQL past all stores, on a connection of its own. */
export async function askMysql<Asked extends Row>(
  url: string,
  statement: string,
  values: readonly (string | number)[] = [],
): Promise<Asked[]> {
  const connection = await mysql.createConnection(url);
  try {
    const [rows] = await connection.query(statement, [...values]);
    return rows as Asked[];
  } finally {
    await connection.end();
  }
}

/** Asks a PostgreSQL past all stores, on a connection of its own. */
export async function askPostgres<Asked extends Row>(
  url: string,
  statement: string,
  values: readonly unknown[] = [],
): Promise<Asked[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<Asked>(statement, [...values]);
    return rows;
  } finally {
    await client.end();
  }
}
