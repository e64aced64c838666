import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { EventsStores } from '../src/index.ts';
import { positionOf, type TimePosition } from '../src/store/time-position.ts';
import type { UserEvent, Visitor } from '../src/store/user-event-store.ts';
import { newCustomer, readAll, userEvent } from './support/events.ts';

/** What every UserEventStore promises. */
export function userEventStoreContract(opened: () => EventsStores): void {
  const append = (events: readonly UserEvent[]) => opened().userEvents.append(events);
  const pageOf = async (visitor: Visitor, page: { limit: number; after: TimePosition | null }) => {
    const [events = []] = await opened().userEvents.pagesOf([{ visitor, ...page }]);
    return events;
  };
  const allOf = (visitor: Visitor, limit = 100, after?: TimePosition) =>
    readAll(limit, { readPage: (page) => pageOf(visitor, page), positionOf, ...(after ? { after } : {}) });
  const idsOf = (events: readonly UserEvent[]) => events.map(({ id }) => id);

  describe('a user event store', () => {
    test('gives an event back as it was recorded', async () => {
      const visitor = newCustomer();
      const events = [
        userEvent({
          visitor,
          at: new Date('2026-03-01T09:30:00.123Z'),
          id: 'ключ-☕-'.padEnd(64, 'x'),
          type: 'search.done',
          sessionId: 'session-1',
          productId: '65f0c0ffee65f0c0ffee65f0',
          value: -0.01,
          properties: [
            { name: 'query', value: 'crème brûlée 🍮\n"quoted"' },
            { name: 'empty', value: '' },
            { name: 'query', value: 'a name can come twice'.repeat(14) },
          ],
        }),
        userEvent({ visitor, at: new Date('2026-02-28T23:59:59.999Z'), value: 0 }),
        userEvent({ visitor, at: new Date(0), value: null }),
      ];
      expect(await append(events)).toEqual({ recorded: 3, duplicates: 0 });
      expect(await pageOf(visitor, { limit: 10, after: null })).toEqual(events);
    });

    test('knows a customer by up to 19 digits, and values of up to a thousand million to the cent', async () => {
      const visitors = ['1', '9223372036854775807'].map((id) => ({ kind: 'customer', id }) as const);
      const values = [0, 0.01, -0.01, 999_999_999.99, 1_000_000_000, -1_000_000_000];
      const events = visitors.map((visitor) =>
        values.map((value, index) => userEvent({ visitor, value, at: new Date(Date.UTC(2026, 0, 1) - index) })),
      );
      await append(events.flat());
      for (const [index, visitor] of visitors.entries()) expect(await allOf(visitor)).toEqual(events[index]);
    });

    test('lists newest first, and events of one instant by id descending', async () => {
      const visitor = newCustomer();
      const at = new Date('2026-03-01T00:00:00.000Z');
      const ids = ['B', 'a', 'é', 'A', '😀', '\uffee'];
      await append(ids.map((id) => userEvent({ visitor, at, id })));
      await append([userEvent({ visitor, id: 'newer', at: new Date(at.getTime() + 1) })]);
      await append([userEvent({ visitor, id: 'older', at: new Date(at.getTime() - 1) })]);
      expect(idsOf(await allOf(visitor))).toEqual(['newer', '😀', '\uffee', 'é', 'a', 'B', 'A', 'older']);
    });

    test('pages through months, years and the empty ones between without skipping or repeating', async () => {
      const instants = [
        ...['2021-07-15T12:00:00.000Z', '2025-11-30T23:59:59.999Z', '2025-12-01T00:00:00.000Z'],
        ...['2025-12-31T23:59:59.999Z', '2026-01-01T00:00:00.000Z', '2026-03-01T00:00:00.000Z'],
      ];
      await fc.assert(
        fc.asyncProperty(
          fc.uniqueArray(fc.record({ at: fc.constantFrom(...instants), id: fc.stringMatching(/^[a-z]{1,3}$/) }), {
            selector: ({ id }) => id,
            maxLength: 30,
          }),
          fc.integer({ min: 1, max: 7 }),
          async (rows, limit) => {
            const visitor = newCustomer();
            await append(rows.map(({ at, id }) => userEvent({ visitor, id, at: new Date(at) })));
            const expected = rows.map(({ at, id }) => `${at} ${id}`).toSorted((a, b) => (a < b ? 1 : -1));
            const found = await allOf(visitor, limit);
            expect(found.map(({ at, id }) => `${at.toISOString()} ${id}`)).toEqual(expected);
          },
        ),
        { numRuns: 25 },
      );
    });

    test('keeps its place while events of the same and of other instants arrive', async () => {
      const visitor = newCustomer();
      const at = new Date('2026-01-01T00:00:00.000Z');
      const before = ['i', 'h', 'g', 'f', 'e', 'd', 'c'].map((id) => userEvent({ visitor, at, id }));
      const old = userEvent({ visitor, id: 'old', at: new Date('2025-12-31T23:59:59.999Z') });
      await append([...before, old]);
      const first = await pageOf(visitor, { limit: 3, after: null });
      expect(idsOf(first)).toEqual(['i', 'h', 'g']);
      const [rest] = await Promise.all([
        allOf(visitor, 2, positionOf(first.at(-1) ?? old)),
        append([userEvent({ visitor, at, id: 'hh' }), userEvent({ visitor, at: new Date(at.getTime() + 1) })]),
      ]);
      expect(idsOf(rest)).toEqual(['f', 'e', 'd', 'c', 'old']);
      await append([userEvent({ visitor, at, id: 'ee' })]);
      expect(idsOf(await allOf(visitor, 2, positionOf(first.at(-1) ?? old)))).toEqual([
        ...['f', 'ee', 'e', 'd', 'c', 'old'],
      ]);
    });

    test('continues after a position where no event is, also in a month without any', async () => {
      const visitor = newCustomer();
      await append([
        userEvent({ visitor, id: 'june', at: new Date('2025-06-10T00:00:00.000Z') }),
        userEvent({ visitor, id: 'august', at: new Date('2025-08-10T00:00:00.000Z') }),
      ]);
      const after = (at: string): TimePosition => [new Date(at).getTime(), 'nobody'];
      expect(idsOf(await allOf(visitor, 5, after('2025-09-01T00:00:00.000Z')))).toEqual(['august', 'june']);
      expect(idsOf(await allOf(visitor, 5, after('2025-07-01T00:00:00.000Z')))).toEqual(['june']);
      expect(idsOf(await allOf(visitor, 5, after('2025-06-10T00:00:00.000Z')))).toEqual(['june']);
      expect(await allOf(visitor, 5, after('1999-01-01T00:00:00.000Z'))).toEqual([]);
    });

    test('answers each request at its place, an empty page for a visitor without events', async () => {
      const [one, other] = [newCustomer(), newCustomer()];
      await append([userEvent({ visitor: one, id: 'of-one' }), userEvent({ visitor: other, id: 'of-other' })]);
      const request = (visitor: Visitor) => ({ visitor, limit: 5, after: null });
      const pages = await opened().userEvents.pagesOf([other, newCustomer(), one, other].map(request));
      expect(pages.map(idsOf)).toEqual([['of-other'], [], ['of-one'], ['of-other']]);
      expect(await opened().userEvents.pagesOf([])).toEqual([]);
    });

    test('keeps a session apart from the customer whose id is spelt the same', async () => {
      const customer = newCustomer();
      const session: Visitor = { kind: 'session', id: customer.id };
      await append([userEvent({ visitor: customer, id: 'same' }), userEvent({ visitor: session, id: 'same' })]);
      expect(await allOf(customer)).toEqual([userEvent({ visitor: customer, id: 'same' })]);
      expect(await allOf(session)).toEqual([userEvent({ visitor: session, id: 'same' })]);
    });

    test('records an id once: in a batch, in a later one, with another time or content', async () => {
      const visitor = newCustomer();
      const event = userEvent({ visitor, id: 'once', value: 1 });
      const other = userEvent({ visitor, id: 'other' });
      expect(await append([event, event])).toEqual({ recorded: 1, duplicates: 1 });
      const changed = { ...event, at: new Date('2025-01-01T00:00:00.000Z'), value: 2 };
      expect(await append([changed, { ...event, type: 'changed' }, other])).toEqual({ recorded: 1, duplicates: 2 });
      expect((await allOf(visitor)).toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual([event, other]);
    });

    test('lets exactly one of 50 racing writers record an id', async () => {
      const visitor = newCustomer();
      const outcomes = await Promise.all(
        Array.from({ length: 50 }, (_, second) =>
          append([userEvent({ visitor, id: 'raced', at: new Date(Date.UTC(2026, 0, 31, 23, 59, 30 + second)) })]),
        ),
      );
      expect(outcomes.filter(({ recorded }) => recorded === 1)).toHaveLength(1);
      expect(outcomes.filter(({ duplicates }) => duplicates === 1)).toHaveLength(49);
      expect(await allOf(visitor)).toHaveLength(1);
    });

    test('erases all of a visitor, in every month, and nothing of others; what comes later is kept again', async () => {
      const [visitor, other] = [newCustomer(), newCustomer()];
      const of = (who: Visitor) =>
        ['2025-11-30', '2026-01-01', '2026-03-01'].map((day) =>
          userEvent({ visitor: who, id: day, at: new Date(`${day}T12:00:00.000Z`) }),
        );
      await append([...of(visitor), ...of(other)]);
      await opened().userEvents.erase(visitor);
      await opened().userEvents.erase(visitor);
      await opened().userEvents.erase(newCustomer());
      expect(await allOf(visitor)).toEqual([]);
      expect(await allOf(other)).toHaveLength(3);
      await append([userEvent({ visitor, id: 'later', at: new Date('2026-01-02T12:00:00.000Z') })]);
      expect(idsOf(await allOf(visitor))).toEqual(['later']);
    });

    test.each([0, 101, 1_001])('takes a batch of %d events, and answers as many requests', async (count) => {
      const visitor = newCustomer();
      const events = Array.from({ length: count }, (_, index) =>
        userEvent({ visitor, id: String(index), at: new Date(Date.UTC(2026, 0, 1) + index * 3_600_000) }),
      );
      expect(await append(events)).toEqual({ recorded: count, duplicates: 0 });
      expect(await append(events)).toEqual({ recorded: 0, duplicates: count });
      expect(await allOf(visitor, 400)).toEqual(events.toReversed());
      const pages = await opened().userEvents.pagesOf(
        events.map((event) => ({ visitor, limit: 1, after: positionOf(event) })),
      );
      expect(pages.flat()).toEqual(events.slice(0, -1));
    });
  });
}
