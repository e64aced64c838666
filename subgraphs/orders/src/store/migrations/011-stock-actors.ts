import type { Migration } from '../migration.ts';

/** Who moved stock that no order moves: a member of staff, as the history of orders names one. */
export const stockActors: Migration = {
  name: '011-stock-actors',
  async run(database) {
    if (await database.schema.hasColumn('stock_movements', 'actor')) return;
    await database.raw('alter table stock_movements add column actor varchar(60) null');
  },
};
