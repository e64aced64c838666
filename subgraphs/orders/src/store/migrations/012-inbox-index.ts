import type { Migration } from '../migration.ts';

/** By which the ids of events that were handled long ago are found, beside those of a month that are kept. */
export const inboxIndex: Migration = {
  name: '012-inbox-index',
  async run(database, dialect) {
    await dialect.createIndexIfMissing(database, {
      name: 'idx_inbox_handled_at',
      table: 'inbox',
      columns: 'handled_at',
    });
  },
};
