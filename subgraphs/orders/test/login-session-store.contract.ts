import { beforeEach, expect, test } from '@jest/globals';
import type { LoginSession } from '../src/store/accounts/login-session-store.ts';
import type { TestShop } from './engines.ts';
import { anEventFactory, eventsIn } from './events.ts';
import { aCustomer, numbers } from './records.ts';

const startedAt = new Date('2026-03-04T05:06:07.089Z');
const after = (minutes: number): Date => new Date(startedAt.getTime() + minutes * 60_000);
/** As a hash is: 64 hexadecimal digits. */
const hash = (name: string): string => Buffer.from(name).toString('hex').padEnd(64, '0');

function aSession(changes: Partial<LoginSession> = {}): LoginSession & { tokenHash: string } {
  const id = changes.id ?? 'session-1';
  return { id, customerId: '1', startedAt, expiresAt: after(60), tokenHash: hash(`${id} first`), ...changes };
}

/** What logins have to do, on every engine. */
export function loginSessionStoreContract(shop: () => TestShop): void {
  const sessions = () => shop().stores.sessions;
  const begin = (session = aSession()) => sessions().begin(session, { announce: [] });
  const rotate = (from: string, to: string, at = after(1)) =>
    sessions().rotate(hash(from), { tokenHash: hash(to), at, expiresAt: new Date(at.getTime() + 3_600_000) });

  beforeEach(async () => {
    await shop().stores.customers.upsert([aCustomer({ id: '1' }), aCustomer({ id: '2' })]);
  });

  test('a session begins for a customer who is there, with its events, and for nobody else', async () => {
    const createEvent = anEventFactory();
    const event = createEvent('customer.registered', {
      aggregate: { kind: 'customer', id: '1' },
      data: { customerId: '1', registeredAt: startedAt.toISOString() },
      at: startedAt,
    });
    expect(await sessions().begin(aSession(), { announce: [event] })).toBe(true);
    for (const customerId of ['3', 'nobody', '0']) {
      expect(await begin(aSession({ id: `of-${customerId}`, customerId }))).toBe(false);
    }
    expect(await eventsIn(shop())).toEqual([event]);
  });

  test('a token is taken for the next one, and so on, while the session is used in time', async () => {
    await begin();
    expect(await rotate('session-1 first', 'second', after(59))).toEqual({
      outcome: 'rotated',
      session: { id: 'session-1', customerId: '1', startedAt, expiresAt: after(119) },
    });
    expect(await rotate('second', 'third', after(118))).toMatchObject({ outcome: 'rotated' });
    expect(await rotate('third', 'fourth', after(178))).toEqual({ outcome: 'unknown' });
    expect(await rotate('never given', 'fifth')).toEqual({ outcome: 'unknown' });
  });

  test('a token that comes again ends its session, and no other one', async () => {
    await begin();
    await begin(aSession({ id: 'session-2' }));
    await rotate('session-1 first', 'second');
    await rotate('second', 'third');

    expect(await rotate('session-1 first', 'stolen')).toEqual({ outcome: 'reused' });
    for (const token of ['third', 'second', 'session-1 first', 'stolen']) {
      expect(await rotate(token, `after ${token}`)).toEqual({ outcome: 'unknown' });
    }
    expect(await rotate('session-2 first', 'other')).toMatchObject({ outcome: 'rotated' });
  });

  test('of twenty at once with one token one gets the next, and the session is over', async () => {
    await begin();
    const rotations = await Promise.all(numbers(20).map((number) => rotate('session-1 first', `next ${number}`)));
    const outcomes = rotations.map(({ outcome }) => outcome).sort();
    expect(outcomes.filter((outcome) => outcome === 'rotated')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'reused')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'unknown')).toHaveLength(18);
    const won = rotations.findIndex(({ outcome }) => outcome === 'rotated') + 1;
    expect(await rotate(`next ${won}`, 'last')).toEqual({ outcome: 'unknown' });
  });

  test('whoever logs out has ended one session, with any of its tokens; a second time none', async () => {
    await begin();
    await begin(aSession({ id: 'session-2' }));
    await rotate('session-1 first', 'second');
    expect(await sessions().end(hash('session-1 first'), { at: after(2) })).toBe(1);
    expect(await sessions().end(hash('second'), { at: after(3) })).toBe(0);
    expect(await sessions().end(hash('never given'), { at: after(3) })).toBe(0);
    expect(await rotate('second', 'third')).toEqual({ outcome: 'unknown' });
    expect(await rotate('session-2 first', 'other')).toMatchObject({ outcome: 'rotated' });
  });

  test('whoever logs out everywhere has ended all of their sessions that were not over, and nobody else’s', async () => {
    for (const id of ['a', 'b', 'c']) await begin(aSession({ id }));
    await begin(aSession({ id: 'of-another', customerId: '2' }));
    await sessions().end(hash('a first'), { at: after(1) });
    expect(await sessions().endAll('1', { at: after(2), reason: 'logoutEverywhere' })).toBe(2);
    expect(await sessions().endAll('1', { at: after(2), reason: 'logoutEverywhere' })).toBe(0);
    expect(await sessions().endAll('nobody', { at: after(2), reason: 'logoutEverywhere' })).toBe(0);
    expect(await rotate('b first', 'next')).toEqual({ outcome: 'unknown' });
    expect(await rotate('of-another first', 'next')).toMatchObject({ outcome: 'rotated' });
  });

  test('the next login of a customer drops what of theirs has expired, so that it does not pile up', async () => {
    await begin(aSession({ id: 'old' }));
    await rotate('old first', 'old second', after(10));
    await begin(aSession({ id: 'of-another', customerId: '2' }));
    await begin(aSession({ id: 'new', startedAt: after(90), expiresAt: after(150) }));
    const { knex } = shop().database;
    expect((await knex('login_sessions').pluck<string[]>('session_id')).sort()).toEqual(['new', 'of-another']);
    expect(await knex('refresh_tokens').pluck<string[]>('token_hash')).toHaveLength(2);
  });
}
