import { describe, expect, test } from '@jest/globals';
import type { EventsStores } from '../src/index.ts';
import type { MetricRange } from '../src/store/metric-store.ts';
import { newCustomer, newEventType, userEvent } from './support/events.ts';

/** What every MetricStore promises of the events that the UserEventStore beside it recorded. */
export function metricStoreContract(opened: () => EventsStores): void {
  const points = async (range: Omit<MetricRange, 'from' | 'to'> & { from: string; to: string }) =>
    (await opened().metrics.points({ ...range, from: new Date(range.from), to: new Date(range.to) })).map(
      ({ at, count, sum }) => [at.toISOString(), count, sum],
    );
  /** Events of one type, each of a visitor of its own, as `[time, value]`. */
  const append = (type: string, ...events: (readonly [string, number | null])[]) =>
    opened().userEvents.append(
      events.map(([at, value]) => userEvent({ visitor: newCustomer(), type, at: new Date(at), value })),
    );

  describe('a metric store', () => {
    test('counts and sums by minute, hour and day, oldest first, and leaves out what is empty', async () => {
      const name = newEventType();
      await append(
        name,
        ['2026-01-01T00:00:00.000Z', 1],
        ['2025-12-31T23:59:59.999Z', 2.5],
        ['2026-01-01T00:00:59.999Z', null],
        ['2026-01-01T00:01:00.000Z', -0.25],
      );
      await append(name, ['2026-01-01T00:00:30.000Z', 4], ['2026-01-03T12:00:00.000Z', null]);
      const range = { name, from: '2025-12-01T00:00:00.000Z', to: '2026-02-01T00:00:00.000Z' };
      expect(await points({ ...range, resolution: 'MINUTE' })).toEqual([
        ['2025-12-31T23:59:00.000Z', 1, 2.5],
        ['2026-01-01T00:00:00.000Z', 3, 5],
        ['2026-01-01T00:01:00.000Z', 1, -0.25],
        ['2026-01-03T12:00:00.000Z', 1, 0],
      ]);
      expect(await points({ ...range, resolution: 'HOUR' })).toEqual([
        ['2025-12-31T23:00:00.000Z', 1, 2.5],
        ['2026-01-01T00:00:00.000Z', 4, 4.75],
        ['2026-01-03T12:00:00.000Z', 1, 0],
      ]);
      expect(await points({ ...range, resolution: 'DAY' })).toEqual([
        ['2025-12-31T00:00:00.000Z', 1, 2.5],
        ['2026-01-01T00:00:00.000Z', 4, 4.75],
        ['2026-01-03T00:00:00.000Z', 1, 0],
      ]);
    });

    test('puts an instant into its day in UTC, in whatever zone it was told', async () => {
      const name = newEventType();
      await append(name, ['2026-03-01T05:29:59.999+05:30', 0.1], ['2026-02-28T13:00:00.000-11:00', 0.2]);
      await append(name, ['2026-03-01T14:00:00.000+14:00', 0.3]);
      const range = {
        name,
        resolution: 'DAY',
        from: '2026-02-01T00:00:00.000Z',
        to: '2026-04-01T00:00:00.000Z',
      } as const;
      expect(await points(range)).toEqual([
        ['2026-02-28T00:00:00.000Z', 1, 0.1],
        ['2026-03-01T00:00:00.000Z', 2, expect.closeTo(0.5, 9)],
      ]);
    });

    test('counts the stretch that holds the first instant whole, and none that begins at the last', async () => {
      const name = newEventType();
      const hours = ['09:00', '10:00', '10:59', '11:00', '12:00'];
      await append(name, ...hours.map((hour) => [`2026-01-01T${hour}:00.000Z`, 1] as const));
      const day = '2026-01-01T';
      const range = { name, resolution: 'HOUR' } as const;
      expect(await points({ ...range, from: `${day}10:30:00.000Z`, to: `${day}12:00:00.000Z` })).toEqual([
        [`${day}10:00:00.000Z`, 2, 2],
        [`${day}11:00:00.000Z`, 1, 1],
      ]);
      expect(await points({ ...range, from: `${day}10:59:59.999Z`, to: `${day}11:00:00.001Z` })).toEqual([
        [`${day}10:00:00.000Z`, 2, 2],
        [`${day}11:00:00.000Z`, 1, 1],
      ]);
      expect(await points({ ...range, from: `${day}13:00:00.000Z`, to: `${day}14:00:00.000Z` })).toEqual([]);
    });

    test('knows a measure by its whole name only', async () => {
      const name = newEventType();
      await append(`${name}.more`, ['2026-01-01T00:00:00.000Z', 1]);
      const range = { resolution: 'DAY', from: '2026-01-01T00:00:00.000Z', to: '2026-01-02T00:00:00.000Z' } as const;
      expect(await points({ ...range, name })).toEqual([]);
      expect(await points({ ...range, name: `${name}.more` })).toHaveLength(1);
    });

    test('counts an event once, however often and by however many writers it is sent', async () => {
      const name = newEventType();
      const visitor = newCustomer();
      const event = userEvent({ visitor, type: name, at: new Date('2026-01-01T00:00:00.000Z'), value: 2 });
      const later = { ...event, at: new Date('2026-01-02T00:00:00.000Z') };
      await opened().userEvents.append([event, event]);
      await Promise.all(Array.from({ length: 50 }, () => opened().userEvents.append([later, event])));
      const sameIdOfAnother = { ...event, visitor: newCustomer() };
      await opened().userEvents.append([sameIdOfAnother]);
      const range = { name, from: '2026-01-01T00:00:00.000Z', to: '2026-01-03T00:00:00.000Z' };
      expect(await points({ ...range, resolution: 'DAY' })).toEqual([['2026-01-01T00:00:00.000Z', 2, 4]]);
      expect(await points({ ...range, resolution: 'MINUTE' })).toEqual([['2026-01-01T00:00:00.000Z', 2, 4]]);
    });

    test('loses no event of 50 writers who count in the same minute', async () => {
      const name = newEventType();
      await Promise.all(Array.from({ length: 50 }, () => append(name, ['2026-01-01T00:00:00.000Z', 0.5])));
      const range = { name, from: '2026-01-01T00:00:00.000Z', to: '2026-01-02T00:00:00.000Z' };
      for (const resolution of ['MINUTE', 'HOUR', 'DAY'] as const) {
        expect(await points({ ...range, resolution })).toEqual([['2026-01-01T00:00:00.000Z', 50, 25]]);
      }
    });
  });
}
