import type { Migration } from '../migration.ts';

/** The state of the sagas, and who did what to an order. */
export const sagas: Migration = {
  name: '006-sagas',
  async run(database, dialect) {
    const { generatedId, instant, longText, tableOptions } = dialect.columns;

    // Whoever ends a saga clears `next_at` and `deadline_at`, so that the indexes of what is due hold nothing that has ended.
    await database.raw(
      `create table if not exists sagas (
         ${generatedId('saga_id', { start: 1, type: 'bigint' })},
         order_id integer not null,
         direction varchar(10) not null,
         state varchar(20) not null,
         step varchar(40) null,
         step_no integer not null,
         tries integer not null,
         data ${longText} not null,
         next_at ${instant} null,
         deadline_at ${instant} null,
         lease varchar(40) not null default '',
         leased_until ${instant} null,
         started_at ${instant} not null,
         ended_at ${instant} null,
         constraint sagas_order_unique unique (order_id),
         constraint sagas_order foreign key (order_id) references orders (order_id)
       ) ${tableOptions({ start: 1 })}`,
    );
    await dialect.createIndexIfMissing(database, { name: 'idx_sagas_next', table: 'sagas', columns: 'next_at' });
    await dialect.createIndexIfMissing(database, {
      name: 'idx_sagas_deadline',
      table: 'sagas',
      columns: 'deadline_at',
    });

    await database.raw(
      `create table if not exists saga_steps (
         saga_id bigint not null,
         step_no integer not null,
         name varchar(40) not null,
         direction varchar(10) not null,
         state varchar(20) not null,
         tries integer not null,
         result varchar(500) null,
         next_at ${instant} null,
         started_at ${instant} not null,
         finished_at ${instant} null,
         primary key (saga_id, step_no),
         constraint saga_steps_saga foreign key (saga_id) references sagas (saga_id)
       ) ${tableOptions()}`,
    );

    if (!(await database.schema.hasColumn('order_status_history', 'actor'))) {
      await database.raw('alter table order_status_history add column actor varchar(60) null');
    }
  },
};
