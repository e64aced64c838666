import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { AuditEntry, AuditedEntity, AuditLogStore } from '../audit-log-store.ts';
import { promised } from './promised.ts';
import { propertiesFromText, propertiesToText } from '../properties-text.ts';
import { inTransaction } from './transaction.ts';
import { beforeAll } from '../time-position.ts';

export function createSqliteAuditLogStore({ database }: { database: DatabaseSync }): AuditLogStore {
  const insertEntry = database.prepare(
    `INSERT INTO audit_log (entity_type, entity_id, at, id, action, actor, details)
     VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  );
  const selectEntries = database.prepare(
    `SELECT at, id, action, actor, details FROM audit_log
     WHERE entity_type = ? AND entity_id = ? AND (at, id) < (?, ?) ORDER BY at DESC, id DESC LIMIT ?`,
  );
  return {
    append: (entries) =>
      promised(() => {
        inTransaction(database, () => {
          for (const { id, entity, action, at, actor, details } of entries) {
            insertEntry.run(entity.type, entity.id, at.getTime(), id, action, actor, propertiesToText(details));
          }
        });
      }),
    pagesOf: (requests) =>
      promised(() =>
        requests.map(({ entity, limit, after }) =>
          selectEntries
            .all(entity.type, entity.id, ...(after ?? beforeAll), limit)
            .map((row) => toAuditEntry(entity, row)),
        ),
      ),
  };
}

function toAuditEntry(entity: AuditedEntity, row: Record<string, SQLOutputValue>): AuditEntry {
  return {
    id: String(row['id']),
    entity,
    action: String(row['action']),
    at: new Date(Number(row['at'])),
    actor: String(row['actor']) as AuditEntry['actor'],
    details: propertiesFromText(String(row['details'])),
  };
}
