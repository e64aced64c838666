import { beforeEach, expect, test } from '@jest/globals';
import type { MailToken, QueuedMail } from '../src/store/accounts/mail-queue.ts';
import type { TestShop } from './engines.ts';
import { anEventFactory, eventsIn } from './events.ts';
import { aCustomer, anOrder, numbers } from './records.ts';

const at = new Date('2026-03-04T05:06:07.089Z');
const after = (minutes: number): Date => new Date(at.getTime() + minutes * 60_000);
const hash = (name: string): string => Buffer.from(name).toString('hex').padEnd(64, '0');
const aMail = (id: string, changes: Partial<QueuedMail> = {}): QueuedMail => ({
  id,
  kind: 'verifyEmail',
  to: { customerId: '1' },
  createdAt: at,
  ...changes,
});

/** What accounts and their mail have to do, on every engine. */
export function accountStoreContract(shop: () => TestShop): void {
  const accounts = () => shop().stores.accounts;
  const mails = () => shop().stores.mails;
  const address = {
    recipient: 'Ada Lovelace',
    lines: ['12 St James’s'],
    city: 'London',
    postalCode: 'SW1Y 4RA',
    country: 'GB',
  };
  const event = (type: 'customer.updated' | 'customer.closed') =>
    type === 'customer.updated'
      ? anEventFactory()(type, {
          aggregate: { kind: 'customer', id: '1' },
          data: { customerId: '1', updatedAt: at.toISOString() },
          at,
        })
      : anEventFactory()(type, {
          aggregate: { kind: 'customer', id: '1' },
          data: { customerId: '1', closedAt: at.toISOString() },
          at,
        });

  /** Has a token issued as the sender of mail does. */
  async function issue(name: string, changes: Partial<MailToken> = {}, customerId = '1'): Promise<void> {
    const token = { hash: hash(name), purpose: 'resetPassword' as const, expiresAt: after(60), ...changes };
    await mails().address(aMail(name, { kind: token.purpose, to: { customerId } }), { token, at });
  }
  const verify = (name: string, when = after(1)) =>
    accounts().verifyEmail(hash(name), { at: when, announce: () => [] });
  const reset = (name: string, passwordHash: string, when = after(1)) =>
    accounts().resetPassword(hash(name), {
      passwordHash,
      at: when,
      tell: (customerId) => aMail(`told ${name}`, { kind: 'passwordChanged', to: { customerId }, createdAt: when }),
    });

  beforeEach(async () => {
    await shop().stores.customers.upsert([
      aCustomer({ id: '1', email: 'ada@example.com', passwordHash: 'first', addresses: [address], roles: ['support'] }),
      aCustomer({ id: '2', email: 'grace@example.com', name: 'Grace Hopper', addresses: [address] }),
    ]);
  });

  test('mail waits in its order, is leased to one at a time, and comes again when the lease is over', async () => {
    for (const [index, id] of ['b', 'a', 'c'].entries()) await mails().add(aMail(id, { createdAt: after(index) }));
    expect(await mails().count()).toBe(3);
    const claim = (when: Date, limit = 10) => mails().claim({ at: when, leaseMs: 60_000, limit });
    expect(await claim(after(-1))).toEqual([]);
    expect(await claim(after(5), 2)).toEqual([
      { ...aMail('b'), tries: 1 },
      { ...aMail('a', { createdAt: after(1) }), tries: 1 },
    ]);
    expect((await claim(after(5))).map(({ id }) => id)).toEqual(['c']);
    expect(await claim(after(5.5))).toEqual([]);

    await mails().remove('a');
    await mails().postpone('c', { until: after(30) });
    expect(await claim(after(6))).toEqual([{ ...aMail('b'), tries: 2 }]);
    expect(await claim(after(30))).toMatchObject([
      { id: 'b', tries: 3 },
      { id: 'c', tries: 2 },
    ]);
  });

  test('of several who claim at once each gets other mails', async () => {
    for (const number of numbers(20)) await mails().add(aMail(`mail-${number}`));
    const claims = await Promise.all(numbers(8).map(() => mails().claim({ at, leaseMs: 60_000, limit: 5 })));
    const ids = claims.flat().map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const rest = await mails().claim({ at, leaseMs: 60_000, limit: 20 });
    expect(ids.length + rest.length).toBe(20);
  });

  test('mail is addressed by the account or by what somebody typed in, and to nobody where there is nobody', async () => {
    const to = (reader: QueuedMail['to'], kind: QueuedMail['kind'] = 'resetPassword') =>
      mails().address(aMail('m', { kind, to: reader }), { token: null, at });
    expect(await to({ customerId: '1' })).toEqual({ email: 'ada@example.com', name: 'Ada Lovelace' });
    expect(await to({ email: 'grace@example.com' })).toEqual({ email: 'grace@example.com', name: 'Grace Hopper' });
    expect(await to({ email: 'nobody@example.com' })).toBeNull();
    expect(await to({ customerId: '3' })).toBeNull();
    await issue('verify', { purpose: 'verifyEmail' });
    await verify('verify');
    expect(await to({ customerId: '1' }, 'verifyEmail')).toBeNull();
  });

  test('a token verifies the address once, in its time, for its purpose, and announces it', async () => {
    for (const name of ['used', 'late']) await issue(name, { purpose: 'verifyEmail' });
    await issue('for another thing');
    const told = event('customer.updated');
    const asked: string[] = [];
    const take = () =>
      accounts().verifyEmail(hash('used'), {
        at: after(1),
        announce: (customerId) => {
          asked.push(customerId);
          return [told];
        },
      });
    expect((await Promise.all(numbers(10).map(take))).filter(Boolean)).toHaveLength(1);
    expect(asked).toEqual(['1']);
    expect(await eventsIn(shop())).toEqual([told]);
    expect(await verify('late', after(60))).toBe(false);
    expect(await verify('for another thing')).toBe(false);
    expect(await verify('never issued')).toBe(false);
    expect((await shop().stores.customers.find(['1']))[0]?.emailVerifiedAt).toEqual(after(1));
    expect((await shop().stores.customers.find(['2']))[0]).not.toHaveProperty('emailVerifiedAt');
  });

  test('a token resets the password once; it ends the logins and the other tokens, and queues a mail', async () => {
    await issue('first');
    await issue('second');
    await issue('of another', {}, '2');
    expect(await accounts().findByToken({ hash: hash('first'), purpose: 'resetPassword' }, { at })).toMatchObject({
      id: '1',
    });
    await shop().stores.sessions.begin(
      { id: 's', customerId: '1', startedAt: at, expiresAt: after(60), tokenHash: hash('refresh') },
      { announce: [] },
    );

    const resets = await Promise.all(numbers(10).map((number) => reset('first', `hash-${number}`)));
    expect(resets.filter(Boolean)).toHaveLength(1);
    const winner = resets.indexOf(true) + 1;
    expect(await accounts().find('1')).toMatchObject({ passwordHash: `hash-${winner}` });
    expect(await reset('second', 'later')).toBe(false);
    expect(await accounts().findByToken({ hash: hash('second'), purpose: 'resetPassword' }, { at })).toBeNull();
    expect(await shop().stores.sessions.end(hash('refresh'), { at: after(2) })).toBe(0);
    expect(await mails().claim({ at: after(1), leaseMs: 1, limit: 10 })).toMatchObject([
      { id: 'told first', kind: 'passwordChanged', to: { customerId: '1' } },
    ]);
    expect((await shop().stores.customers.find(['1']))[0]?.emailVerifiedAt).toEqual(after(1));
    expect(await reset('of another', 'theirs')).toBe(true);
  });

  test('a token that has expired, or that a repeated mail brings again, gives no second life', async () => {
    await issue('late');
    expect(await reset('late', 'second', after(60))).toBe(false);
    await issue('again');
    await reset('again', 'second');
    await issue('again', { expiresAt: after(600) });
    expect(await reset('again', 'third', after(2))).toBe(false);
    expect(await accounts().find('1')).toMatchObject({ passwordHash: 'second' });
  });

  test('the password changes only from the one that was checked', async () => {
    const change = (from: string, to: string) =>
      accounts().changePassword('1', { from, passwordHash: to, at, tell: aMail(`${from}-${to}`) });
    expect(await change('other', 'second')).toBe(false);
    const changes = await Promise.all(numbers(5).map((number) => change('first', `next-${number}`)));
    expect(changes.filter(Boolean)).toHaveLength(1);
    expect(await mails().count()).toBe(1);
  });

  test('a closed account keeps nobody’s name, address, password, login or mail; its orders keep their country', async () => {
    const { stores, database } = shop();
    await stores.orders.addMissing([
      anOrder({ id: '1', customerId: '1', status: 'delivered' }),
      anOrder({ id: '2', customerId: '2' }),
    ]);
    const row = {
      recipient: 'Ada Lovelace',
      street_lines: '12 St James’s',
      city: 'London',
      postal_code: 'SW1Y 4RA',
      country: 'GB',
    };
    await database.knex('order_addresses').insert([
      { order_id: 1, ...row },
      { order_id: 2, ...row },
    ]);
    await mails().add(aMail('waiting'));
    await issue('token');
    const closed = event('customer.closed');

    const close = () => accounts().close('1', { at: after(5), name: 'Closed account', announce: [closed] });
    expect(await close()).toBe('closed');
    expect(await close()).toBe('unknown');
    expect(await eventsIn(shop())).toEqual([closed]);
    expect(await stores.customers.find(['1'])).toMatchObject([{ id: '1', email: null, name: 'Closed account' }]);
    expect(await stores.customers.addressesOf(['1', '2'])).toMatchObject([{ customerId: '2' }]);
    expect(await stores.customers.rolesOf(['1'])).toEqual([]);
    expect(await stores.customers.findCredentials('ada@example.com')).toBeNull();
    expect(await accounts().find('1')).toBeNull();
    expect(await mails().count()).toBe(0);
    expect(await reset('token', 'new')).toBe(false);
    expect(
      await stores.sessions.begin(
        { id: 's', customerId: '1', startedAt: at, expiresAt: after(60), tokenHash: hash('refresh') },
        { announce: [] },
      ),
    ).toBe(false);
    expect(await database.knex('order_addresses').orderBy('order_id')).toEqual([
      { order_id: 1, recipient: 'Closed account', street_lines: '', city: '', postal_code: null, country: 'GB' },
      { order_id: 2, ...row },
    ]);
    const late = {
      customerId: '1',
      currency: 'GBP' as const,
      ...{ subtotal: '1.00', total: '1.00', placedAt: at, items: [] },
    };
    const placed = await stores.orders.transaction(async (transaction) => ({
      keep: false,
      value: await transaction.addOrder(late),
    }));
    expect(placed).toBeNull();
    // The address is free for a new account.
    const again = { email: 'ada@example.com', name: 'Ada', passwordHash: 'x', createdAt: at };
    expect(await stores.customers.add(again, { announce: () => [] })).toMatchObject({ outcome: 'added' });
  });

  test.each(['processing', 'shipped'] as const)('an account with an order that is %s is not closed', async (status) => {
    await shop().stores.orders.addMissing([anOrder({ id: '1', customerId: '1', status })]);
    expect(await accounts().close('1', { at, name: 'Closed account', announce: [event('customer.closed')] })).toBe(
      'ordersOnTheirWay',
    );
    expect(await eventsIn(shop())).toEqual([]);
    expect(await accounts().find('1')).toMatchObject({ customer: { name: 'Ada Lovelace' }, passwordHash: 'first' });
  });
}
