import type { Client } from 'cassandra-driver';
import type { CassandraTarget } from './target.ts';

/**
 * The tables, each read by its whole partition key and then along its clustering columns. Append-only ones are compacted by
 * time windows.
 */
const tables = [
  `user_events (
    user_id uuid,
    month int,
    event_time timestamp,
    event_id text,
    event_type text,
    session_id text,
    product_id text,
    value double,
    properties text,
    PRIMARY KEY ((user_id, month), event_time, event_id)
  ) WITH CLUSTERING ORDER BY (event_time DESC, event_id DESC)
    AND compaction = {'class': 'TimeWindowCompactionStrategy', 'compaction_window_unit': 'DAYS', 'compaction_window_size': 7}`,

  `user_event_months (
    user_id uuid,
    month int,
    PRIMARY KEY (user_id, month)
  ) WITH CLUSTERING ORDER BY (month DESC)`,

  // Who claims an id records the event. pending holds it until all its rows are written, for whoever finds it unfinished.
  `user_event_ids (
    user_id uuid,
    event_id text,
    pending text,
    PRIMARY KEY ((user_id, event_id))
  )`,

  // A row for each event, not a counter: writing it twice counts it once.
  `metric_events (
    name text,
    day int,
    hour int,
    minute int,
    user_id uuid,
    event_id text,
    value double,
    PRIMARY KEY ((name, day), hour, minute, user_id, event_id)
  ) WITH compaction = {'class': 'TimeWindowCompactionStrategy', 'compaction_window_unit': 'DAYS', 'compaction_window_size': 7}`,

  `metric_days (
    name text,
    day int,
    PRIMARY KEY (name, day)
  )`,

  `audit_log (
    entity_type text,
    entity_id text,
    event_time timestamp,
    entry_id text,
    action text,
    actor text,
    details text,
    PRIMARY KEY ((entity_type, entity_id), event_time, entry_id)
  ) WITH CLUSTERING ORDER BY (event_time DESC, entry_id DESC)
    AND compaction = {'class': 'TimeWindowCompactionStrategy', 'compaction_window_unit': 'DAYS', 'compaction_window_size': 7}`,

  `order_history (
    user_id uuid,
    year int,
    placed_at timestamp,
    order_id text,
    order_number text,
    status text,
    updated_at timestamp,
    total decimal,
    currency text,
    item_count int,
    PRIMARY KEY ((user_id, year), placed_at, order_id)
  ) WITH CLUSTERING ORDER BY (placed_at DESC, order_id DESC)`,

  `order_history_years (
    user_id uuid,
    year int,
    PRIMARY KEY (user_id, year)
  ) WITH CLUSTERING ORDER BY (year DESC)`,
];

/** Makes the keyspace and its tables where they are missing; those that are there stay as they are. */
export async function migrateKeyspace(client: Client, target: CassandraTarget): Promise<void> {
  const { keyspace, dataCenter, replicationFactor } = target;
  await client.execute(
    `CREATE KEYSPACE IF NOT EXISTS ${keyspace}
     WITH replication = {'class': 'NetworkTopologyStrategy', '${dataCenter}': ${replicationFactor}}`,
  );
  for (const table of tables) await client.execute(`CREATE TABLE IF NOT EXISTS ${keyspace}.${table}`);
}
