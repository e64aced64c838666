import { describe, expect, test } from '@jest/globals';
import type { EventsStores } from '../src/index.ts';
import type { AuditedEntity, AuditEntry } from '../src/store/audit-log-store.ts';
import { positionOf, type TimePosition } from '../src/store/time-position.ts';
import { auditEntry, newNumericId, readAll } from './support/events.ts';

/** What every AuditLogStore promises. */
export function auditLogStoreContract(opened: () => EventsStores): void {
  const append = (entries: readonly AuditEntry[]) => opened().auditLog.append(entries);
  const pageOf = async (entity: AuditedEntity, page: { limit: number; after: TimePosition | null }) => {
    const [entries = []] = await opened().auditLog.pagesOf([{ entity, ...page }]);
    return entries;
  };
  const allOf = (entity: AuditedEntity, limit = 100, after?: TimePosition) =>
    readAll(limit, { readPage: (page) => pageOf(entity, page), positionOf, ...(after ? { after } : {}) });
  const idsOf = (entries: readonly AuditEntry[]) => entries.map(({ id }) => id);
  const newOrder = (): AuditedEntity => ({ type: 'order', id: newNumericId() });

  describe('an audit log store', () => {
    test('gives an entry back as it was added', async () => {
      const entity = newOrder();
      const entries = [
        auditEntry({
          entity,
          action: 'order.cancelled',
          actor: 'staff',
          at: new Date('2026-03-01T09:30:00.123Z'),
          details: [
            { name: 'reason', value: 'zurück 🎁' },
            { name: 'note', value: '' },
          ],
        }),
        auditEntry({ entity, at: new Date(0), actor: 'guest' }),
      ];
      await append(entries);
      expect(await pageOf(entity, { limit: 5, after: null })).toEqual(entries);
    });

    test('pages newest first, entries of one instant by id descending, in pages of any size', async () => {
      const entity = newOrder();
      const [early, late] = [new Date('2025-12-31T23:59:59.999Z'), new Date('2026-01-01T00:00:00.000Z')];
      await append(['b', 'd', 'a', 'c'].map((id) => auditEntry({ entity, id, at: early })));
      await append(['f', 'e'].map((id) => auditEntry({ entity, id, at: late })));
      for (const limit of [1, 2, 3, 4, 6, 7]) {
        expect(idsOf(await allOf(entity, limit))).toEqual(['f', 'e', 'd', 'c', 'b', 'a']);
      }
    });

    test('keeps its place while entries of the same and of other instants arrive', async () => {
      const entity = newOrder();
      const at = new Date('2026-01-01T00:00:00.000Z');
      await append(['e', 'd', 'c', 'b'].map((id) => auditEntry({ entity, id, at })));
      const first = await pageOf(entity, { limit: 2, after: null });
      await append([
        auditEntry({ entity, id: 'dd', at }),
        auditEntry({ entity, id: 'cc', at }),
        auditEntry({ entity, at: new Date(at.getTime() + 1) }),
      ]);
      expect(idsOf(first)).toEqual(['e', 'd']);
      expect(idsOf(await allOf(entity, 1, [at.getTime(), 'd']))).toEqual(['cc', 'c', 'b']);
    });

    test('keeps an entry once, also from racing writers', async () => {
      const entity = newOrder();
      const entry = auditEntry({ entity });
      await Promise.all(Array.from({ length: 50 }, () => append([entry, entry])));
      await append([entry]);
      expect(await allOf(entity)).toEqual([entry]);
    });

    test('answers each request at its place, an empty page for an entity without entries', async () => {
      const [one, other] = [newOrder(), newOrder()];
      await append([auditEntry({ entity: one, id: 'of-one' }), auditEntry({ entity: other, id: 'of-other' })]);
      const request = (entity: AuditedEntity) => ({ entity, limit: 5, after: null });
      const pages = await opened().auditLog.pagesOf([other, newOrder(), one, other].map(request));
      expect(pages.map(idsOf)).toEqual([['of-other'], [], ['of-one'], ['of-other']]);
    });

    test.each([0, 101, 1_001])('takes a batch of %d entries, and answers as many requests', async (count) => {
      const entries = Array.from({ length: count }, () => auditEntry({ entity: newOrder() }));
      await append(entries);
      await append(entries);
      const pages = await opened().auditLog.pagesOf(entries.map(({ entity }) => ({ entity, limit: 2, after: null })));
      expect(pages).toEqual(entries.map((entry) => [entry]));
    });
  });
}
