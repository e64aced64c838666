/** A table, and how long and in which way the cluster keeps its rows. */
export interface Table {
  readonly name: string;
  /** Its columns and primary key, in CQL. Each table is read by its whole partition key and then along its clustering columns. */
  readonly columns: string;
  readonly clusteringOrder?: string;
  /** Columns that were not there from the beginning, and their types: a table of an earlier version gets them. */
  readonly addedColumns?: Readonly<Record<string, string>>;
  /** How long a row stays after it was written; 0 for ever. */
  readonly ttlDays: number;
  /** How many days of writes are compacted together, so that they also expire together; the default strategy when absent. */
  readonly windowDays?: number;
}

/** What visitors did: thirteen months, so that a month can be compared with the same one a year ago. */
const activityDays = 400;

/**
 * What has to outlive the activity it belongs to. Until its own time an event can be sent again, and completed by whoever
 * finds it unfinished; trackEvents takes events of the last 30 days.
 */
const activityKeyDays = activityDays + 30;

/**
 * The law asks for years (commonly seven to ten), a shop for as long as it has the customer: such rows go when somebody decides so.
 * Seven years as a TTL could also not be written after 2031: Cassandra keeps times of expiry until 2038 only, by default.
 */
const forEver = 0;

export const tables: readonly Table[] = [
  {
    name: 'user_events',
    columns: `
      user_id uuid,
      month int,
      event_time timestamp,
      event_id text,
      event_type text,
      session_id text,
      product_id text,
      value double,
      properties text,
      PRIMARY KEY ((user_id, month), event_time, event_id)`,
    clusteringOrder: 'event_time DESC, event_id DESC',
    ttlDays: activityDays,
    // A window is best about a thirtieth of the TTL: few files to look into, and little that stays beyond its time.
    windowDays: 14,
  },
  {
    // Written again with each event, so that a month stays as long as the last event in it.
    name: 'user_event_months',
    columns: `
      user_id uuid,
      month int,
      PRIMARY KEY (user_id, month)`,
    clusteringOrder: 'month DESC',
    ttlDays: activityKeyDays,
  },
  {
    // Who claims an id records the event; writer says who did. pending holds it until all its rows are written, for whoever
    // finds it unfinished.
    name: 'user_event_ids',
    columns: `
      user_id uuid,
      event_id text,
      writer uuid,
      pending text,
      PRIMARY KEY ((user_id, event_id))`,
    addedColumns: { writer: 'uuid' },
    ttlDays: activityKeyDays,
    windowDays: 14,
  },
  {
    // A row for each event, not a counter: writing it twice counts it once. It says who did what, as the events do.
    name: 'metric_events',
    columns: `
      name text,
      day int,
      hour int,
      minute int,
      user_id uuid,
      event_id text,
      value double,
      PRIMARY KEY ((name, day), hour, minute, user_id, event_id)`,
    ttlDays: activityDays,
    windowDays: 14,
  },
  {
    name: 'metric_days',
    columns: `
      name text,
      day int,
      PRIMARY KEY (name, day)`,
    ttlDays: activityKeyDays,
  },
  {
    name: 'audit_log',
    columns: `
      entity_type text,
      entity_id text,
      event_time timestamp,
      entry_id text,
      action text,
      actor text,
      details text,
      PRIMARY KEY ((entity_type, entity_id), event_time, entry_id)`,
    clusteringOrder: 'event_time DESC, entry_id DESC',
    ttlDays: forEver,
    // Nothing expires here: longer windows keep the files few. An order's trail lies in two or three of them.
    windowDays: 30,
  },
  {
    // Not by windows: an order's row is written again at each of its states.
    name: 'order_history',
    columns: `
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
      PRIMARY KEY ((user_id, year), placed_at, order_id)`,
    clusteringOrder: 'placed_at DESC, order_id DESC',
    ttlDays: forEver,
  },
  {
    name: 'order_history_years',
    columns: `
      user_id uuid,
      year int,
      PRIMARY KEY (user_id, year)`,
    clusteringOrder: 'year DESC',
    ttlDays: forEver,
  },
];
