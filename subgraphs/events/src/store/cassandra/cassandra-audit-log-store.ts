import type { types } from 'cassandra-driver';
import type { AuditedEntity, AuditEntry, AuditLogStore } from '../audit-log-store.ts';
import { propertiesFromText, propertiesToText } from '../properties-text.ts';
import { beforeAll } from '../time-position.ts';
import type { CassandraSession } from './client/session.ts';
import { inParallel } from './in-parallel.ts';

const insertEntry = `INSERT INTO audit_log (entity_type, entity_id, event_time, entry_id, action, actor, details)
  VALUES (?, ?, ?, ?, ?, ?, ?)`;
const selectEntries = `SELECT event_time, entry_id, action, actor, details FROM audit_log
  WHERE entity_type = ? AND entity_id = ? AND (event_time, entry_id) < (?, ?) LIMIT ?`;

export function createCassandraAuditLogStore({ session }: { session: CassandraSession }): AuditLogStore {
  return {
    async append(entries) {
      await inParallel(entries, ({ id, entity, action, at, actor, details }) =>
        session.execute(insertEntry, [entity.type, entity.id, at, id, action, actor, propertiesToText(details)]),
      );
    },
    pagesOf: (requests) =>
      inParallel(requests, async ({ entity, limit, after }) => {
        const [at, id] = after ?? beforeAll;
        const rows = await session.execute(selectEntries, [entity.type, entity.id, new Date(at), id, limit]);
        return rows.map((row) => toAuditEntry(entity, row));
      }),
  };
}

function toAuditEntry(entity: AuditedEntity, row: types.Row): AuditEntry {
  return {
    id: String(row.get('entry_id')),
    entity,
    action: String(row.get('action')),
    at: row.get('event_time') as Date,
    actor: String(row.get('actor')) as AuditEntry['actor'],
    details: propertiesFromText(String(row.get('details'))),
  };
}
