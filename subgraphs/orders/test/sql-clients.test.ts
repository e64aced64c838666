import { expect, test } from '@jest/globals';
import { waitFor } from '@mosaico/testing/wait-for';
import { describeOnEveryEngine } from './engines.ts';
import { numbers } from './records.ts';
import { transact } from '../src/store/transact.ts';

describeOnEveryEngine('the clients of the databases', (shop) => {
  test('a statement outside a transaction that lost to one in a deadlock is done again', async () => {
    const { database } = shop();
    const attempts = () => database.knex('login_attempts');
    const keys = numbers(20).map((number) => `key-${String(number).padStart(2, '0')}`);
    const windowEndsAt = new Date('2026-03-04T05:06:07.089Z');
    await attempts().insert(keys.map((key) => ({ attempt_key: key, attempts: 0, window_ends_at: windowEndsAt })));

    const holdsLast = Promise.withResolvers<undefined>();
    const count = (query = attempts()) => query.update({ attempts: database.knex.raw('attempts + 1') });
    const transaction = transact(database, async ({ knex }) => {
      // The more rows it has changed, the less does MySQL like to end it.
      await count(knex('login_attempts').where('attempt_key', '>', 'key-01'));
      holdsLast.resolve(undefined);
      await waitFor(
        async () => (await attempts().where({ attempt_key: 'key-01' }).forUpdate().skipLocked()).length === 0,
        { deadlineMs: 60_000, describe: 'the statement to hold the first row' },
      );
      await count(knex('login_attempts').where({ attempt_key: 'key-01' }));
      return { keep: true, value: undefined };
    });
    await holdsLast.promise;
    await Promise.all([count(), transaction]);

    expect(await attempts().pluck<number[]>('attempts')).toEqual(keys.map(() => 2));
  });
});
