import type { Client, Host, types } from 'cassandra-driver';
import type { CassandraTarget } from '../client/target.ts';
import { uuidV5 } from '../../uuid-v5.ts';
import { waitForAgreement } from './schema-agreement.ts';
import { hasOptions, optionClauses, type StoredOptions } from './table-options.ts';
import { tables, type Table } from './tables.ts';

/** A change of the schema may take a ring longer than any question may take. */
const changeTimeoutMs = 15_000;

/**
 * Brings a keyspace up to date: makes it and its tables where they are missing, and alters a table whose options differ or
 * that lacks a column. A keyspace that is there keeps its replication, since another one needs a repair of every node: `warn`
 * is told where it is not what the target says.
 *
 * Safe at any moment and from any number of processes at once. Each statement can be repeated, and one node takes them all, so
 * that none meets a node that has not heard of the one before. Two nodes that make the same table at the same time agree on
 * it, because its id follows from its name; by ids of their own, which is what Cassandra does, they would not.
 *
 * @returns the statements that were run, none when nothing differed
 * @throws when the nodes that answer do not agree on the schema in time
 */
export async function migrateKeyspace(
  client: Client,
  options: { target: CassandraTarget; warn: (message: string) => void },
): Promise<string[]> {
  const { target, warn } = options;
  await client.connect();
  const [host] = client.getState().getConnectedHosts();
  if (host === undefined) throw new Error('The cluster was required to have a node that answers; it has none.');
  const ran: string[] = [];
  const run = async (cql: string): Promise<void> => {
    await client.execute(cql, [], { host, isIdempotent: true, readTimeout: changeTimeoutMs });
    ran.push(cql);
  };

  const copies = await replicationOf({ client, host }, target);
  if (copies === null) await run(createKeyspace(target));
  else if (copies !== String(target.replicationFactor)) warn(otherReplication(target, copies));
  const stored = await readTables({ client, host }, target.keyspace);
  for (const table of tables) {
    const known = stored.get(table.name);
    const missing =
      known === undefined ? [createTable(target.keyspace, table)] : changes(target.keyspace, table, known);
    for (const statement of missing) await run(statement);
  }
  await waitForAgreement(client);
  return ran;
}

interface StoredTable extends StoredOptions {
  readonly columns: ReadonlySet<string>;
}

function createKeyspace({ keyspace, dataCenter, replicationFactor }: CassandraTarget): string {
  return `CREATE KEYSPACE IF NOT EXISTS ${keyspace}
    WITH replication = {'class': 'NetworkTopologyStrategy', '${dataCenter}': ${replicationFactor}}`;
}

const tableIds = '2f4a4a5c-8f4b-5a53-9a4b-7c6c3f3b2d10';

function createTable(keyspace: string, table: Table): string {
  const { name, columns, clusteringOrder } = table;
  const options = [
    `ID = ${uuidV5(tableIds, `${keyspace}.${name}`)}`,
    ...(clusteringOrder === undefined ? [] : [`CLUSTERING ORDER BY (${clusteringOrder})`]),
    ...optionClauses(table),
  ];
  return `CREATE TABLE IF NOT EXISTS ${keyspace}.${name} (${columns}) WITH ${options.join(' AND ')}`;
}

function changes(keyspace: string, table: Table, stored: StoredTable): string[] {
  const altered = `ALTER TABLE ${keyspace}.${table.name}`;
  return [
    ...Object.entries(table.addedColumns ?? {})
      .filter(([column]) => !stored.columns.has(column))
      .map(([column, type]) => `${altered} ADD IF NOT EXISTS ${column} ${type}`),
    ...(hasOptions(table, stored) ? [] : [`${altered} WITH ${optionClauses(table).join(' AND ')}`]),
  ];
}

interface Node {
  readonly client: Client;
  readonly host: Host;
}

async function read({ client, host }: Node, cql: string, keyspace: string): Promise<types.Row[]> {
  const { rows } = await client.execute(cql, [keyspace], { prepare: true, host, isIdempotent: true });
  return rows;
}

/** How many copies the keyspace has in the data center, `none` for none; null without the keyspace. */
async function replicationOf(node: Node, { keyspace, dataCenter }: CassandraTarget): Promise<string | null> {
  const [row] = await read(node, 'SELECT replication FROM system_schema.keyspaces WHERE keyspace_name = ?', keyspace);
  if (row === undefined) return null;
  return (row.get('replication') as Record<string, string>)[dataCenter] ?? 'none';
}

function otherReplication({ keyspace, dataCenter, replicationFactor }: CassandraTarget, copies: string): string {
  return (
    `The keyspace ${keyspace} was required to have ${replicationFactor} copies in ${dataCenter}; it has ${copies}, and keeps ` +
    'them until somebody alters it and repairs the nodes.'
  );
}

async function readTables(node: Node, keyspace: string): Promise<Map<string, StoredTable>> {
  const options = await read(
    node,
    `SELECT table_name, default_time_to_live, compaction, speculative_retry FROM system_schema.tables
     WHERE keyspace_name = ?`,
    keyspace,
  );
  const columns = await read(
    node,
    'SELECT table_name, column_name FROM system_schema.columns WHERE keyspace_name = ?',
    keyspace,
  );
  return new Map(
    options.map((row) => {
      const name = String(row.get('table_name'));
      const ownColumns = columns.filter((column) => column.get('table_name') === name);
      return [
        name,
        {
          default_time_to_live: Number(row.get('default_time_to_live')),
          compaction: row.get('compaction') as Record<string, string>,
          speculative_retry: String(row.get('speculative_retry')),
          columns: new Set(ownColumns.map((column) => String(column.get('column_name')))),
        },
      ];
    }),
  );
}
