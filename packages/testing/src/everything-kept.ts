import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DynamoDBClient, ListTablesCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { startEmbeddedPostgres } from '@mosaico/embedded';
import { Client as CassandraClient } from 'cassandra-driver';
import { MongoClient } from 'mongodb';
import { askMysql, askPostgres } from './ask-sql.ts';
import { connectToRedis } from './redis.ts';

/** Something that a shop keeps: a row, a document, an item, an entry or a file. */
export interface Kept {
  /** For example `MYSQL_URL customers` or `events/events.sqlite user_events`. */
  readonly where: string;
  /** All of it; a binary value has each byte as a character. */
  readonly text: string;
}

type Environment = Readonly<Record<string, string>>;

/**
 * All that a shop which is stopped keeps, in whichever stores, read past the stores that wrote it: each row of each table of
 * the databases that the environment names, and of the embedded ones in the folder, and every other file of the folder, but for
 * the letters in `mail`, which have been sent.
 */
export async function everythingKept(options: { environment: Environment; path: string }): Promise<Kept[]> {
  const { environment, path } = options;
  const { MYSQL_URL, POSTGRES_URL, MONGODB_URL, DYNAMODB_URL, CASSANDRA_URL } = environment;
  const kept = [
    MYSQL_URL === undefined ? [] : await inMysql(MYSQL_URL),
    POSTGRES_URL === undefined ? [] : await inPostgres(POSTGRES_URL, 'POSTGRES_URL'),
    MONGODB_URL === undefined ? [] : await inMongo(MONGODB_URL),
    DYNAMODB_URL === undefined ? [] : await inDynamo(DYNAMODB_URL, environment['DYNAMODB_TABLE_PREFIX'] ?? ''),
    CASSANDRA_URL === undefined ? [] : await inCassandra(CASSANDRA_URL),
    await inRedis(environment, 'REDIS_L1_URL'),
    await inRedis(environment, 'REDIS_L2_URL'),
    await inFolder(path),
  ];
  return kept.flat();
}

async function inMysql(url: string): Promise<Kept[]> {
  const tables = await askMysql<{ name: string }>(
    url,
    'select table_name as name from information_schema.tables where table_schema = database()',
  );
  const kept = tables.map(async ({ name }) => {
    const rows = await askMysql(url, `select * from ${name}`);
    return rows.map((row) => ({ where: `MYSQL_URL ${name}`, text: JSON.stringify(row) }));
  });
  return (await Promise.all(kept)).flat();
}

async function inPostgres(url: string, called: string): Promise<Kept[]> {
  const tables = await askPostgres<{ name: string }>(
    url,
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'`,
  );
  const kept: Kept[] = [];
  for (const { name } of tables) {
    const rows = await askPostgres<{ text: string }>(url, `select to_jsonb(kept)::text as text from only ${name} kept`);
    kept.push(...rows.map(({ text }) => ({ where: `${called} ${name}`, text })));
  }
  return kept;
}

async function inMongo(url: string): Promise<Kept[]> {
  const client = new MongoClient(url);
  try {
    const kept: Kept[] = [];
    for (const { name } of await client.db().listCollections().toArray()) {
      for await (const document of client.db().collection(name).find()) {
        kept.push({ where: `MONGODB_URL ${name}`, text: JSON.stringify(document) });
      }
    }
    return kept;
  } finally {
    await client.close();
  }
}

async function inDynamo(endpoint: string, prefix: string): Promise<Kept[]> {
  const credentials = { accessKeyId: 'mosaico', secretAccessKey: 'mosaico' };
  const client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials });
  try {
    const kept: Kept[] = [];
    const { TableNames = [] } = await client.send(new ListTablesCommand({}));
    for (const TableName of TableNames.filter((table) => table.startsWith(prefix))) {
      let ExclusiveStartKey: Record<string, never> | undefined;
      do {
        const page = await client.send(new ScanCommand({ TableName, ExclusiveStartKey }));
        for (const item of page.Items ?? []) {
          kept.push({ where: `DYNAMODB_URL ${TableName.slice(prefix.length)}`, text: JSON.stringify(item) });
        }
        ExclusiveStartKey = page.LastEvaluatedKey as typeof ExclusiveStartKey;
      } while (ExclusiveStartKey !== undefined);
    }
    return kept;
  } finally {
    client.destroy();
  }
}

async function inCassandra(url: string): Promise<Kept[]> {
  const { hostname, port, pathname, searchParams } = new URL(url);
  const keyspace = pathname.slice(1);
  const client = new CassandraClient({
    contactPoints: hostname.split(','),
    protocolOptions: { port: Number(port) },
    localDataCenter: searchParams.get('dc') ?? 'datacenter1',
  });
  try {
    const kept: Kept[] = [];
    const { rows: tables } = await client.execute(
      'SELECT table_name FROM system_schema.tables WHERE keyspace_name = ?',
      [keyspace],
    );
    for (const table of tables) {
      const name = String(table.get('table_name'));
      // All of them at once: tests make small shops.
      const { rows } = await client.execute(`SELECT * FROM ${keyspace}.${name}`, [], { fetchSize: 1_000_000 });
      kept.push(...rows.map((row) => ({ where: `CASSANDRA_URL ${name}`, text: JSON.stringify(row) })));
    }
    return kept;
  } finally {
    await client.shutdown();
  }
}

/** What any kind of key holds, in the form in which Redis moves it to another server. Short strings are in it as they are. */
async function inRedis(environment: Environment, variable: string): Promise<Kept[]> {
  const url = environment[variable];
  if (url === undefined) return [];
  const redis = connectToRedis(url);
  try {
    const kept: Kept[] = [];
    let cursor = '0';
    do {
      const [next, keys] = await redis.scan(
        cursor,
        'MATCH',
        `${environment['REDIS_KEY_PREFIX'] ?? ''}*`,
        'COUNT',
        1_000,
      );
      for (const key of keys) {
        const type = await redis.type(key);
        const value =
          type === 'stream' ? JSON.stringify(await redis.xrange(key, '-', '+')) : await textOf(redis, key, type);
        kept.push({ where: `${variable} ${type}`, text: `${key} ${value}` });
      }
      cursor = next;
    } while (cursor !== '0');
    return kept;
  } finally {
    redis.disconnect();
  }
}

async function textOf(redis: ReturnType<typeof connectToRedis>, key: string, type: string): Promise<string> {
  switch (type) {
    case 'string':
      return (await redis.getBuffer(key))?.toString('latin1') ?? '';
    case 'hash':
      return JSON.stringify(await redis.hgetall(key));
    case 'set':
      return JSON.stringify(await redis.smembers(key));
    case 'zset':
      return JSON.stringify(await redis.zrange(key, '0', '-1'));
    case 'list':
      return JSON.stringify(await redis.lrange(key, 0, -1));
    default:
      return '';
  }
}

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined, debug: () => undefined };

/** A database's own files still have what is deleted until they are written anew: of those, the rows that can be asked for. */
async function inFolder(folder: string): Promise<Kept[]> {
  const kept: Kept[] = [];
  const names = readdirSync(folder, { recursive: true, withFileTypes: true });
  if (names.some((entry) => entry.name === 'postgres' && entry.parentPath === folder)) {
    for (const database of ['orders', 'analytics']) {
      const server = await startEmbeddedPostgres({ path: join(folder, 'postgres'), database, logger: quiet });
      try {
        kept.push(...(await inPostgres(server.url, `postgres/${database}`)));
      } finally {
        await server.stop();
      }
    }
  }
  for (const entry of names.filter((each) => each.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const where = relative(folder, path);
    if (/^(?:postgres|mail)\//.test(where) || /-(?:wal|shm)$/.test(where)) continue;
    const content = readFileSync(path);
    if (content.subarray(0, 15).toString('latin1') === 'SQLite format 3') kept.push(...inSqlite(path, where));
    else kept.push({ where, text: content.toString('latin1') });
  }
  return kept;
}

function inSqlite(path: string, where: string): Kept[] {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
    return tables.flatMap(({ name }) =>
      database
        .prepare(`SELECT * FROM "${String(name)}"`)
        .all()
        .map((row) => ({ where: `${where} ${String(name)}`, text: Object.values(row).map(textOfCell).join(' ') })),
    );
  } finally {
    database.close();
  }
}

function textOfCell(value: unknown): string {
  return value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value);
}
