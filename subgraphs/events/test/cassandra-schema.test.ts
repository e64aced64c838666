import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createSilentLogger } from '@mosaico/service';
import { canStart } from '@mosaico/testing';
import type { Client } from 'cassandra-driver';
import { openEventsStores } from '../src/index.ts';
import { migrateKeyspace } from '../src/store/cassandra/schema/migrate-keyspace.ts';
import { tables } from '../src/store/cassandra/schema/tables.ts';
import { bareClient, newKeyspace, realCassandra, targetOf, urlOf } from './support/cassandra.ts';
import { newCustomer, userEvent } from './support/events.ts';

const dayS = 86_400;

describe('the schema of the events keyspace', () => {
  if (!canStart('cassandra')) return;
  let client: Client;
  let keyspace: string;
  let url: string;
  let warnings: string[];
  const made: string[] = [];
  beforeAll(() => {
    client = bareClient(realCassandra());
  });
  beforeEach(() => {
    keyspace = newKeyspace();
    url = urlOf(realCassandra(), { keyspace });
    warnings = [];
    made.push(keyspace);
  });
  afterAll(async () => {
    for (const one of made) await client.execute(`DROP KEYSPACE IF EXISTS ${one}`);
    await client.shutdown();
  }, 180_000);

  const migrate = (replicationFactor = 1) =>
    migrateKeyspace(client, {
      target: { ...targetOf(url), replicationFactor },
      warn: (message) => void warnings.push(message),
    });
  const optionsOfTables = async () => {
    const { rows } = await client.execute(
      `SELECT table_name, default_time_to_live, compaction, speculative_retry FROM system_schema.tables
       WHERE keyspace_name = '${keyspace}'`,
    );
    return Object.fromEntries(
      rows.map((row) => {
        const compaction = row.get('compaction') as Record<string, string>;
        const strategy = compaction['class']?.split('.').at(-1);
        const window = `${compaction['compaction_window_size']} ${compaction['compaction_window_unit']}`;
        return [
          String(row.get('table_name')),
          [
            Number(row.get('default_time_to_live')) / dayS,
            strategy === 'TimeWindowCompactionStrategy' ? window : null,
            row.get('speculative_retry') as string,
          ],
        ];
      }),
    );
  };
  const everyTable = {
    user_events: [400, '14 DAYS', '50ms'],
    user_event_months: [430, null, '50ms'],
    user_event_ids: [430, '14 DAYS', '50ms'],
    metric_events: [400, '14 DAYS', '50ms'],
    metric_days: [430, null, '50ms'],
    audit_log: [0, '30 DAYS', '50ms'],
    order_history: [0, null, '50ms'],
    order_history_years: [0, null, '50ms'],
  };

  test('is a statement for the keyspace and one for each table, and nothing the second time', async () => {
    const statements = await migrate();
    expect(statements.map((cql) => cql.split(/\s+/).slice(0, 6).join(' '))).toEqual([
      `CREATE KEYSPACE IF NOT EXISTS ${keyspace}`,
      ...tables.map(({ name }) => `CREATE TABLE IF NOT EXISTS ${keyspace}.${name}`),
    ]);
    expect(await migrate()).toEqual([]);
    expect(warnings).toEqual([]);
    expect(await optionsOfTables()).toEqual(everyTable);
    const { rows } = await client.execute(
      `SELECT replication FROM system_schema.keyspaces WHERE keyspace_name = '${keyspace}'`,
    );
    expect(rows[0]?.get('replication')).toEqual({
      class: 'org.apache.cassandra.locator.NetworkTopologyStrategy',
      datacenter1: '1',
    });
  }, 180_000);

  test('alters tables that an earlier version made, and what lies in them stays', async () => {
    await client.execute(
      `CREATE KEYSPACE ${keyspace} WITH replication = {'class': 'NetworkTopologyStrategy', 'datacenter1': 1}`,
    );
    await client.execute(
      `CREATE TABLE ${keyspace}.user_event_ids (user_id uuid, event_id text, pending text,
       PRIMARY KEY ((user_id, event_id)))`,
    );
    await client.execute(
      `CREATE TABLE ${keyspace}.metric_days (name text, day int, PRIMARY KEY (name, day))
       WITH default_time_to_live = 60`,
    );
    await client.execute(`INSERT INTO ${keyspace}.metric_days (name, day) VALUES ('product.viewed', 1) USING TTL 0`);
    const statements = await migrate();
    expect(statements.filter((cql) => cql.startsWith('ALTER')).map((cql) => cql.split(' ').slice(0, 5))).toEqual([
      ['ALTER', 'TABLE', `${keyspace}.user_event_ids`, 'ADD', 'IF'],
      ['ALTER', 'TABLE', `${keyspace}.user_event_ids`, 'WITH', 'default_time_to_live'],
      ['ALTER', 'TABLE', `${keyspace}.metric_days`, 'WITH', 'default_time_to_live'],
    ]);
    expect(await migrate()).toEqual([]);
    expect(await optionsOfTables()).toEqual(everyTable);
    const { rows } = await client.execute(`SELECT day FROM ${keyspace}.metric_days WHERE name = 'product.viewed'`);
    expect(rows.map((row) => row.get('day') as number)).toEqual([1]);
  }, 180_000);

  test('leaves the replication of a keyspace that is there, and says that another one was wanted', async () => {
    await client.execute(
      `CREATE KEYSPACE ${keyspace} WITH replication = {'class': 'NetworkTopologyStrategy', 'datacenter1': 1}`,
    );
    await migrate(2);
    expect(warnings).toEqual([
      `The keyspace ${keyspace} was required to have 2 copies in datacenter1; it has 1, and keeps them until somebody alters it and repairs the nodes.`,
    ]);
    const { rows } = await client.execute(
      `SELECT replication FROM system_schema.keyspaces WHERE keyspace_name = '${keyspace}'`,
    );
    expect(rows[0]?.get('replication')).toMatchObject({ datacenter1: '1' });
  }, 180_000);

  test('is whole when five processes make it at once, and each of them can use it', async () => {
    const opened = await Promise.all(
      Array.from({ length: 5 }, () =>
        openEventsStores({ config: { DATA_DIR: '', CASSANDRA_URL: url }, logger: createSilentLogger() }),
      ),
    );
    const event = userEvent({ visitor: newCustomer() });
    const outcomes = await Promise.all(opened.map((stores) => stores.userEvents.append([event])));
    expect(outcomes.map(({ recorded }) => recorded).toSorted()).toEqual([0, 0, 0, 0, 1]);
    for (const stores of opened) {
      const page = { visitor: event.visitor, limit: 2, after: null };
      expect(await stores.userEvents.pagesOf([page])).toEqual([[event]]);
    }
    await Promise.all(opened.map((stores) => stores.close()));
    expect(await optionsOfTables()).toEqual(everyTable);
    expect(await migrate()).toEqual([]);
  }, 180_000);

  test('gives rows the time that their table keeps them', async () => {
    const stores = await openEventsStores({
      config: { DATA_DIR: '', CASSANDRA_URL: url },
      logger: createSilentLogger(),
    });
    await stores.userEvents.append([userEvent({ visitor: newCustomer() })]);
    await stores.close();
    const ttlOf = async (column: string, table: string) => {
      const { rows } = await client.execute(`SELECT TTL(${column}) AS ttl FROM ${keyspace}.${table}`);
      return Math.ceil(Number(rows[0]?.get('ttl')) / dayS);
    };
    expect(await ttlOf('event_type', 'user_events')).toBe(400);
    // The claim of an id outlives the event, or the id could be recorded a second time beside it.
    expect(await ttlOf('writer', 'user_event_ids')).toBe(430);
  }, 180_000);
});
