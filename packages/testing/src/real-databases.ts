import { randomBytes } from 'node:crypto';
import { DeleteTableCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { Client as CassandraClient } from 'cassandra-driver';
import { MongoClient } from 'mongodb';
import mysql from 'mysql2/promise';
import pg from 'pg';
import { dropPostgresDatabase } from './drop-postgres-database.ts';
import { realStores } from './real-stores.ts';
import { loseKeys } from './redis.ts';

/** A shop's own databases on the real servers that tests share. */
export interface RealDatabases {
  /** What tells Mosaico's processes to use them, known before they are made. */
  readonly environment: Readonly<Record<string, string>>;
  /** Starts the servers where they are down, and makes the databases that no process makes by itself. */
  create(): Promise<void>;
  /** Takes all of them away, with what is in them. */
  drop(): Promise<void>;
}

/** Names databases, tables, a keyspace and a prefix of keys that no other test has. Nothing is made before `create`. */
export function nameRealDatabases(): RealDatabases {
  const name = `shop_${randomBytes(5).toString('hex')}`;
  const servers = realStores().environment();
  const environment: Record<string, string> = {
    ...Object.fromEntries(Object.entries(servers).map(([variable, value]) => [variable, inDatabase(value, name)])),
    DYNAMODB_URL: servers['DYNAMODB_URL'] ?? '',
    DYNAMODB_TABLE_PREFIX: `${name}_`,
    REDIS_KEY_PREFIX: `${name}:`,
  };
  const { MYSQL_URL = '', POSTGRES_URL = '', MONGODB_URL = '', CASSANDRA_URL = '', DYNAMODB_URL = '' } = environment;
  return {
    environment,
    async create() {
      await realStores().up(['mysql', 'postgres', 'mongodb', 'dynamodb', 'cassandra', 'redis']);
      await onMysql(MYSQL_URL, `create database ${name}`);
      await onPostgres(POSTGRES_URL, `create database ${name}`);
    },
    async drop() {
      await Promise.all([
        onMysql(MYSQL_URL, `drop database if exists ${name}`),
        dropPostgresDatabase(POSTGRES_URL, name),
        dropMongo(MONGODB_URL),
        dropKeyspace(CASSANDRA_URL, name),
        dropTables(DYNAMODB_URL, `${name}_`),
        // Of the other one all keys end by themselves.
        loseKeys(environment['REDIS_L2_URL'] ?? '', `${name}:`),
      ]);
    },
  };
}

/** The same servers with another database, or keyspace; a list of URLs stays one. */
function inDatabase(urls: string, name: string): string {
  return urls.replaceAll(/\/[a-z_]+(?=\?|,|$)/g, `/${name}`);
}

async function onMysql(url: string, statement: string): Promise<void> {
  const server = new URL(url);
  server.pathname = '/';
  const connection = await mysql.createConnection(server.href);
  try {
    await connection.query(statement);
  } finally {
    await connection.end();
  }
}

async function onPostgres(url: string, statement: string): Promise<void> {
  const server = new URL(url);
  server.pathname = '/postgres';
  const client = new pg.Client({ connectionString: server.href });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

async function dropMongo(url: string): Promise<void> {
  const client = new MongoClient(url);
  try {
    await client.db().dropDatabase();
  } finally {
    await client.close();
  }
}

async function dropKeyspace(cassandraUrl: string, keyspace: string): Promise<void> {
  const { hostname, port, searchParams } = new URL(cassandraUrl);
  const client = new CassandraClient({
    contactPoints: hostname.split(','),
    protocolOptions: { port: Number(port) },
    localDataCenter: searchParams.get('dc') ?? 'datacenter1',
  });
  try {
    await client.execute(`DROP KEYSPACE IF EXISTS ${keyspace}`, [], { readTimeout: 30_000 });
  } finally {
    await client.shutdown();
  }
}

async function dropTables(endpoint: string, prefix: string): Promise<void> {
  const credentials = { accessKeyId: 'mosaico', secretAccessKey: 'mosaico' };
  const client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials });
  try {
    const { TableNames = [] } = await client.send(new ListTablesCommand({}));
    for (const TableName of TableNames.filter((table) => table.startsWith(prefix))) {
      await client.send(new DeleteTableCommand({ TableName }));
    }
  } finally {
    client.destroy();
  }
}
