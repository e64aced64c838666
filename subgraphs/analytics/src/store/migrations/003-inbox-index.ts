import type { Knex } from 'knex';

/** By which the ids of events that were handled long ago are found, beside those of a month that are kept. */
export const inboxIndex: Knex.Migration = {
  async up(knex) {
    await knex.raw('CREATE INDEX idx_inbox_handled_at ON analytics.inbox (handled_at)');
  },
  down() {
    return Promise.reject(new Error('An index that removals need is not taken away by a migration.'));
  },
};
