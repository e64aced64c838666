import { expect, test } from '@jest/globals';
import type { NewNotification, NotificationStore } from '../src/store/notification-store.ts';
import { dayMs, type TestClock } from './support/engines.ts';

/** What every store of notifications promises. */
export function testNotificationStore(
  open: () => Promise<{ notifications: NotificationStore; clock: TestClock }>,
): void {
  test('shows the newest first, and those of one instant by their ids', async () => {
    const { notifications, clock } = await open();
    const createdAt = clock.now();
    await notifications.putMissing([
      notification({ key: 'a', createdAt }),
      notification({ key: 'ü🫖', createdAt: new Date(createdAt.getTime() + 1), orderId: null, body: 'Ünï 🫖' }),
      notification({ key: 'b', createdAt }),
      notification({ key: 'other', createdAt, customerId: '2' }),
    ]);
    const page = await pageOf(notifications, { limit: 10 });
    expect(page.map(({ id }) => id)).toEqual([
      '2026-03-01T09:30:00.001Z~ü🫖',
      '2026-03-01T09:30:00.000Z~b',
      '2026-03-01T09:30:00.000Z~a',
    ]);
    expect(page.map(({ orderId, body }) => [orderId, body])).toEqual([
      [null, 'Ünï 🫖'],
      ['1000007', 'It left our warehouse.'],
      ['1000007', 'It left our warehouse.'],
    ]);
    expect(page[2]).toEqual({
      id: '2026-03-01T09:30:00.000Z~a',
      customerId: '1',
      type: 'ORDER',
      title: 'Your order is on its way',
      body: 'It left our warehouse.',
      orderId: '1000007',
      createdAt,
      readAt: null,
    });
  });

  test('adds one once, and leaves it read when it is added again', async () => {
    const { notifications, clock } = await open();
    const one = notification({ key: 'event-1', createdAt: clock.now() });
    expect((await Promise.all(Array.from({ length: 10 }, () => notifications.add(one)))).filter(Boolean)).toEqual([
      true,
    ]);
    const [added] = await pageOf(notifications, { limit: 10 });
    const reading = { customerId: '1', id: added?.id ?? '', at: clock.now() };
    await notifications.markRead(reading);
    expect(await notifications.add(one)).toBe(false);
    expect(await pageOf(notifications, { limit: 10 })).toEqual([{ ...added, readAt: reading.at }]);
  });

  test('gives the pages of several requests in their order', async () => {
    const { notifications, clock } = await open();
    await notifications.putMissing([
      ...series({ count: 3, last: clock.now(), customerId: '1' }),
      ...series({ count: 2, last: clock.now(), customerId: '2' }),
    ]);
    const request = { limit: 2, after: null, unreadOnly: false };
    const pages = await notifications.pages([
      { ...request, customerId: '2' },
      { ...request, customerId: '3' },
      { ...request, customerId: '1' },
      { ...request, customerId: '1', limit: 3 },
    ]);
    expect(pages.map((page) => page.map(({ customerId }) => customerId))).toEqual([
      ['2', '2'],
      [],
      ['1', '1'],
      ['1', '1', '1'],
    ]);
  });

  test('neither skips nor repeats one when others arrive between two pages', async () => {
    const { notifications, clock } = await open();
    await notifications.putMissing(series({ count: 5, last: clock.now() }));
    const first = await pageOf(notifications, { limit: 2 });
    await notifications.putMissing([notification({ key: 'new', createdAt: new Date(clock.now().getTime() + 5) })]);
    const second = await pageOf(notifications, { limit: 2, after: first[1]?.id ?? null });
    const third = await pageOf(notifications, { limit: 2, after: second[1]?.id ?? null });
    const beyond = await pageOf(notifications, { limit: 2, after: third[0]?.id ?? null });
    expect([first, second, third, beyond].map((page) => page.map(({ id }) => id.split('~')[1]))).toEqual([
      ['n4', 'n3'],
      ['n2', 'n1'],
      ['n0'],
      [],
    ]);
  });

  test('shows each once, in order, to one who turns the pages while others write', async () => {
    const { notifications, clock } = await open();
    await notifications.putMissing(series({ count: 60, last: clock.now() }));
    const walk = { isOver: false };
    const writing = (async () => {
      for (let count = 1; !walk.isOver; count++) {
        const older = new Date(clock.now().getTime() - 1000 - count);
        const newer = new Date(clock.now().getTime() + count);
        await notifications.putMissing([
          notification({ key: 'later', createdAt: newer }),
          notification({ key: 'later', createdAt: older }),
        ]);
      }
    })();
    const seen: string[] = [];
    for (let after: string | null = null; ;) {
      const page = await pageOf(notifications, { limit: 7, after });
      seen.push(...page.map(({ id }) => id));
      after = page.at(-1)?.id ?? null;
      if (seen.filter((id) => id.includes('~n')).length >= 60 || after === null) break;
    }
    walk.isOver = true;
    await writing;
    expect(seen).toEqual(Array.from(new Set(seen)).sort().reverse());
    expect(seen.filter((id) => id.includes('~n')).map((id) => id.split('~')[1])).toEqual(
      Array.from({ length: 60 }, (_, index) => `n${59 - index}`),
    );
  });

  test('gives a page whole that is larger than one answer of DynamoDB', async () => {
    const { notifications, clock } = await open();
    const body = '🫖'.repeat(25_000);
    const many = series({ count: 25, last: clock.now() }).map((each) => ({ ...each, body }));
    expect(await notifications.putMissing(many)).toBe(25);
    const page = await pageOf(notifications, { limit: 30 });
    expect(page.map((each) => [each.id.split('~')[1], each.body === body])).toEqual(
      many.map(({ key }) => [key, true]).reverse(),
    );
  });

  test('keeps empty texts and the longest key, and sorts those of one instant by the bytes of their UTF-8', async () => {
    const { notifications, clock } = await open();
    const createdAt = clock.now();
    const customerId = '9223372036854775807';
    const keys = ['a', '\uff5e', '🫖'.repeat(200)];
    await notifications.putMissing(
      keys.map((key) =>
        notification({ customerId, key, createdAt, title: '', body: '', orderId: '9223372036854775807' }),
      ),
    );
    const page = await pageOf(notifications, { customerId, limit: 9 });
    expect(page.map(({ id }) => id.slice(25))).toEqual([...keys].reverse());
    expect(page[0]).toMatchObject({ customerId, title: '', body: '', orderId: '9223372036854775807' });
    expect(await notifications.pages([])).toEqual([]);
    expect(await notifications.putMissing([])).toBe(0);
  });

  test('lets one of fifty be the first to read, and tells all of them its time', async () => {
    const { notifications, clock } = await open();
    await notifications.putMissing(series({ count: 1, last: clock.now() }));
    const [{ id } = { id: '' }] = await pageOf(notifications, { limit: 1 });
    const times = Array.from({ length: 50 }, (_, index) => new Date(clock.now().getTime() + index));
    const readings = await Promise.all(times.map((at) => notifications.markRead({ customerId: '1', id, at })));
    const [first] = readings;
    expect(times).toContainEqual(first?.readAt);
    expect(new Set(readings.map((reading) => reading?.readAt?.getTime())).size).toBe(1);
    expect((await pageOf(notifications, { limit: 1 }))[0]).toEqual(first);
  });

  test('begins after an id that is not there any more', async () => {
    const { notifications, clock } = await open();
    await notifications.putMissing(series({ count: 3, last: clock.now() }));
    const after = `${new Date(clock.now().getTime() - 1).toISOString()}~zzz`;
    expect((await pageOf(notifications, { limit: 5, after })).map(({ id }) => id.split('~')[1])).toEqual(['n1', 'n0']);
  });

  test('finds the unread among many that are read', async () => {
    const { notifications, clock } = await open();
    const many = series({ count: 301, last: clock.now() }).map((each, index) => ({
      ...each,
      readAt: index % 150 === 0 ? null : each.createdAt,
    }));
    await notifications.putMissing(many);
    const unread = (limit: number, after: string | null = null) =>
      pageOf(notifications, { limit, after, unreadOnly: true });
    expect((await unread(2)).map(({ id }) => id.split('~')[1])).toEqual(['n300', 'n150']);
    expect((await unread(5, (await unread(2))[1]?.id)).map(({ id }) => id.split('~')[1])).toEqual(['n0']);
    expect(await pageOf(notifications, { limit: 400 })).toHaveLength(301);
  });

  test('keeps the time of the first reading', async () => {
    const { notifications, clock } = await open();
    await notifications.putMissing(series({ count: 2, last: clock.now() }));
    const [newest] = await pageOf(notifications, { limit: 1 });
    const id = newest?.id ?? '';
    const first = clock.now();
    expect(await notifications.markRead({ customerId: '1', id, at: first })).toEqual({ ...newest, readAt: first });
    clock.advance(1000);
    expect((await notifications.markRead({ customerId: '1', id, at: clock.now() }))?.readAt).toEqual(first);
    expect((await pageOf(notifications, { limit: 2 })).map(({ readAt }) => readAt)).toEqual([first, null]);
  });

  test('marks none that the customer has not, and makes none by it', async () => {
    const { notifications, clock } = await open();
    await notifications.putMissing(series({ count: 1, last: clock.now() }));
    const [mine] = await pageOf(notifications, { limit: 1 });
    const at = clock.now();
    expect(await notifications.markRead({ customerId: '2', id: mine?.id ?? '', at })).toBeNull();
    expect(await notifications.markRead({ customerId: '1', id: `${at.toISOString()}~unknown`, at })).toBeNull();
    expect((await pageOf(notifications, { limit: 9 })).map(({ readAt }) => readAt)).toEqual([null]);
    expect(await pageOf(notifications, { customerId: '2', limit: 9 })).toEqual([]);
  });

  test('shows and marks none that has expired', async () => {
    const { notifications, clock } = await open();
    await notifications.putMissing(series({ count: 2, last: clock.now() }));
    clock.advance(90 * dayMs - 1);
    const [live, ...others] = await pageOf(notifications, { limit: 9 });
    expect(others).toEqual([]);
    clock.advance(1);
    const id = live?.id ?? '';
    expect(await pageOf(notifications, { limit: 9 })).toEqual([]);
    expect(await pageOf(notifications, { limit: 9, after: id })).toEqual([]);
    expect(await pageOf(notifications, { limit: 9, unreadOnly: true })).toEqual([]);
    expect(await notifications.markRead({ customerId: '1', id, at: clock.now() })).toBeNull();
  });

  test.each([101, 1001])('writes those of %i that are missing, so that what was read stays read', async (count) => {
    const { notifications, clock } = await open();
    const many = series({ count, last: clock.now() });
    expect(await notifications.putMissing(many.slice(1))).toBe(count - 1);
    const [newest] = await pageOf(notifications, { limit: 1 });
    await notifications.markRead({ customerId: '1', id: newest?.id ?? '', at: clock.now() });
    expect(await notifications.putMissing([...many, ...many])).toBe(1);
    expect(await notifications.putMissing(many)).toBe(0);
    const all = await pageOf(notifications, { limit: count + 1 });
    expect(all.map(({ id }) => id.split('~')[1])).toEqual(many.map(({ key }) => key).reverse());
    expect(all.filter(({ readAt }) => readAt !== null)).toHaveLength(1);
  });

  test('takes five thousand of five hundred customers', async () => {
    const { notifications, clock } = await open();
    const many = Array.from({ length: 500 }, (_, customer) =>
      series({ count: 10, last: clock.now(), customerId: String(customer + 1) }),
    ).flat();
    expect(await notifications.putMissing(many)).toBe(5000);
    const pages = await notifications.pages(
      Array.from({ length: 500 }, (_, customer) => ({
        customerId: String(customer + 1),
        limit: 11,
        after: null,
        unreadOnly: false,
      })),
    );
    expect(new Set(pages.map(({ length }) => length))).toEqual(new Set([10]));
  });

  test('erases the notifications of a customer, read or not, and nobody else’s', async () => {
    const { notifications, clock } = await open();
    const createdAt = clock.now();
    await notifications.putMissing([
      notification({ key: 'read', createdAt, readAt: createdAt }),
      notification({ key: 'unread', createdAt }),
      notification({ key: 'other', createdAt, customerId: '2' }),
    ]);
    await notifications.erase('1');
    await notifications.erase('1');
    expect(await pageOf(notifications, { limit: 10 })).toEqual([]);
    expect(await pageOf(notifications, { customerId: '2', limit: 10 })).toHaveLength(1);
  });
}

function notification(given: Partial<NewNotification> & { key: string; createdAt: Date }): NewNotification {
  return {
    customerId: '1',
    type: 'ORDER',
    title: 'Your order is on its way',
    body: 'It left our warehouse.',
    orderId: '1000007',
    readAt: null,
    ...given,
  };
}

/** Oldest first, a millisecond apart, with the keys n0, n1, … */
function series(given: { count: number; last: Date; customerId?: string }): NewNotification[] {
  const { count, last, customerId = '1' } = given;
  return Array.from({ length: count }, (_, index) =>
    notification({ customerId, key: `n${index}`, createdAt: new Date(last.getTime() - count + 1 + index) }),
  );
}

async function pageOf(
  notifications: NotificationStore,
  request: { customerId?: string; limit: number; after?: string | null; unreadOnly?: boolean },
) {
  const [page] = await notifications.pages([{ customerId: '1', after: null, unreadOnly: false, ...request }]);
  return page ?? [];
}
