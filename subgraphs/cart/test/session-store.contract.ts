import { expect, test } from '@jest/globals';
import type { NewUserSession, SessionStore } from '../src/store/session-store.ts';
import { hourMs, type TestClock } from './support/engines.ts';

/** What every store of sessions promises. */
export function testSessionStore(open: () => Promise<{ sessions: SessionStore; clock: TestClock }>): void {
  test('shows the sessions of each customer, newest first', async () => {
    const { sessions, clock } = await open();
    for (const id of ['b', 'c']) await sessions.start(session({ id, startedAt: clock.now() }));
    clock.advance(hourMs);
    await sessions.start(session({ id: 'a', startedAt: clock.now(), userAgent: 'Ünï 🫖' }));
    await sessions.start(session({ id: 'd', customerId: '2', startedAt: clock.now(), userAgent: null }));
    const found = await sessions.sessionsOf(['1', '2', '3', '1']);
    expect(Array.from(found, ([customerId, list]) => [customerId, ...list.map(({ id }) => id)])).toEqual([
      ['1', 'a', 'c', 'b'],
      ['2', 'd'],
      ['3'],
    ]);
    expect(found.get('1')?.[0]).toEqual({
      id: 'a',
      customerId: '1',
      userAgent: 'Ünï 🫖',
      startedAt: new Date('2026-03-01T10:30:00.000Z'),
      expiresAt: new Date('2026-03-02T10:30:00.000Z'),
    });
    expect(found.get('2')?.[0]?.userAgent).toBeNull();
  });

  test('does not begin one that could not be announced', async () => {
    const { sessions, clock } = await open();
    const beginning = sessions.start(session({ id: 'x'.repeat(65), startedAt: clock.now() }));
    await expect(beginning).rejects.toMatchObject({ code: 'INVALID_EVENT' });
    expect((await sessions.sessionsOf(['1'])).get('1')).toEqual([]);
  });

  test('finds a session by its id', async () => {
    const { sessions, clock } = await open();
    await sessions.start(session({ id: 'first', startedAt: clock.now() }));
    await sessions.start(session({ id: 'second', startedAt: clock.now(), customerId: '2' }));
    expect(await sessions.find('second')).toEqual({
      ...session({ id: 'second', startedAt: clock.now(), customerId: '2' }),
      expiresAt: new Date(clock.now().getTime() + 24 * hourMs),
    });
    expect(await sessions.find('third')).toBeNull();
  });

  test('forgets a session after twenty-four hours', async () => {
    const { sessions, clock } = await open();
    await sessions.start(session({ id: 'old', startedAt: clock.now() }));
    clock.advance(1);
    await sessions.start(session({ id: 'new', startedAt: clock.now() }));
    clock.advance(24 * hourMs - 2);
    expect((await sessions.sessionsOf(['1'])).get('1')).toHaveLength(2);
    expect(await sessions.find('old')).not.toBeNull();
    clock.advance(1);
    expect((await sessions.sessionsOf(['1'])).get('1')?.map(({ id }) => id)).toEqual(['new']);
    expect(await sessions.find('old')).toBeNull();
    expect(await sessions.find('new')).not.toBeNull();
  });

  test('starts a session once, however often it is asked', async () => {
    const { sessions, clock } = await open();
    const startedAt = clock.now();
    await Promise.all(Array.from({ length: 5 }, () => sessions.start(session({ id: 'a', startedAt }))));
    await sessions.start(session({ id: 'a', startedAt, userAgent: 'another' }));
    expect((await sessions.sessionsOf(['1'])).get('1')).toEqual([expect.objectContaining({ userAgent: 'Firefox' })]);
  });

  test('lets one of fifty that begin the same session win, and shows all of them that one', async () => {
    const { sessions, clock } = await open();
    const startedAt = clock.now();
    const starts = Array.from({ length: 50 }, (_, index) => session({ id: 'a', startedAt, userAgent: `App ${index}` }));
    await Promise.all(starts.map((each) => sessions.start(each)));
    const [first, ...others] = (await sessions.sessionsOf(['1'])).get('1') ?? [];
    expect(others).toEqual([]);
    expect(starts.map(({ userAgent }) => userAgent)).toContain(first?.userAgent);
    await Promise.all(starts.map((each) => sessions.start(each)));
    expect((await sessions.sessionsOf(['1'])).get('1')).toEqual([first]);
    expect(await sessions.find('a')).toEqual(first);
  });

  test('tells an empty name of a browser from none, and keeps the widest ids and milliseconds', async () => {
    const { sessions, clock } = await open();
    clock.advance(7);
    const startedAt = clock.now();
    const customerId = '9223372036854775807';
    await sessions.putMissing([
      session({ id: 'empty', customerId, userAgent: '', startedAt }),
      session({ id: 'none', customerId, userAgent: null, startedAt }),
    ]);
    const found = (await sessions.sessionsOf([customerId])).get(customerId) ?? [];
    expect(found.map(({ id, userAgent }) => [id, userAgent])).toEqual([
      ['none', null],
      ['empty', ''],
    ]);
    expect((await sessions.find('empty'))?.startedAt.toISOString()).toBe('2026-03-01T09:30:00.007Z');
    expect(await sessions.sessionsOf([])).toEqual(new Map());
  });

  test('erases the sessions of a customer, announced or not, and nobody else’s', async () => {
    const { sessions, clock } = await open();
    const startedAt = clock.now();
    await sessions.putMissing([
      session({ id: 'told', startedAt }),
      session({ id: 'other', customerId: '2', startedAt }),
    ]);
    await sessions.start(session({ id: 'not-told', startedAt }));
    await sessions.erase('1');
    await sessions.erase('1');
    const found = await sessions.sessionsOf(['1', '2']);
    expect(Array.from(found.values(), (list) => list.map(({ id }) => id))).toEqual([[], ['other']]);
  });

  test.each([101, 1001])('takes %i sessions at once, twice, and shows each', async (count) => {
    const { sessions, clock } = await open();
    const many = Array.from({ length: count }, (_, index) =>
      session({ id: `session-${index}`, customerId: String(index + 1), startedAt: clock.now() }),
    );
    await sessions.start(session({ id: 'session-0', startedAt: clock.now(), userAgent: 'kept' }));
    expect(await sessions.putMissing(many)).toBe(count - 1);
    expect(await sessions.putMissing([...many, ...many])).toBe(0);
    const found = await sessions.sessionsOf(many.map(({ customerId }) => customerId));
    expect(Array.from(found.values(), (list) => list.map(({ id }) => id))).toEqual(many.map(({ id }) => [id]));
    expect((await sessions.find('session-0'))?.userAgent).toBe('kept');
    expect((await sessions.find(`session-${count - 1}`))?.customerId).toBe(String(count));
  });
}

function session(given: Partial<NewUserSession> & { id: string; startedAt: Date }): NewUserSession {
  return { customerId: '1', userAgent: 'Firefox', ...given };
}
