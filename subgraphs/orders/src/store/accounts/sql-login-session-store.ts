import { insertRows, rowIds } from '../bulk.ts';
import type { Database } from '../connect.ts';
import { insertEvents } from '../events/outbox-rows.ts';
import type { LoginSession, LoginSessionStore, Rotation, SessionEnd } from './login-session-store.ts';
import { transact } from '../transact.ts';

interface SessionRow {
  session_id: string;
  customer_id: number;
  started_at: Date;
  expires_at: Date;
  ended_at: Date | null;
}

export function createSqlLoginSessionStore(database: Database): LoginSessionStore {
  return {
    begin({ id, customerId, startedAt, expiresAt, tokenHash }, { announce }) {
      return transact(database, async (transaction) => {
        if (!(await lockOpenAccount(transaction, customerId))) return { keep: false, value: false };
        await dropExpired(transaction, { customerId, at: startedAt });
        await insertRows(transaction, 'login_sessions', [
          { session_id: id, customer_id: Number(customerId), started_at: startedAt, expires_at: expiresAt },
        ]);
        await insertRows(transaction, 'refresh_tokens', [
          { token_hash: tokenHash, session_id: id, issued_at: startedAt },
        ]);
        await insertEvents(transaction, announce);
        return { keep: true, value: true };
      });
    },

    rotate(tokenHash, { tokenHash: nextHash, at, expiresAt }) {
      return transact<Rotation>(database, async (transaction) => {
        const session = await lockSessionOf(transaction, tokenHash);
        if (session === null || session.ended_at !== null || session.expires_at <= at) {
          return { keep: false, value: { outcome: 'unknown' } };
        }
        const isFirst = await transaction
          .knex('refresh_tokens')
          .comment('login-session-store.rotate')
          .where({ token_hash: tokenHash })
          .whereNull('used_at')
          .update({ used_at: at });
        if (isFirst === 0) {
          await endSessions(transaction, { session_id: session.session_id }, { at, reason: 'tokenReused' });
          return { keep: true, value: { outcome: 'reused' } };
        }
        await transaction
          .knex('login_sessions')
          .where({ session_id: session.session_id })
          .update({ expires_at: expiresAt });
        await insertRows(transaction, 'refresh_tokens', [
          { token_hash: nextHash, session_id: session.session_id, issued_at: at },
        ]);
        return { keep: true, value: { outcome: 'rotated', session: toSession({ ...session, expires_at: expiresAt }) } };
      });
    },

    end(tokenHash, { at }) {
      return transact(database, async (transaction) => {
        const session = await lockSessionOf(transaction, tokenHash);
        if (session === null || session.expires_at <= at) return { keep: false, value: 0 };
        const ended = await endSessions(transaction, { session_id: session.session_id }, { at, reason: 'logout' });
        return { keep: true, value: ended };
      });
    },

    endAll: (customerId, options) => endSessionsOf(database, customerId, options),
  };
}

/** Ends all sessions of a customer. @returns how many ended */
export async function endSessionsOf(
  database: Database,
  customerId: string,
  options: { at: Date; reason: SessionEnd },
): Promise<number> {
  const [id] = rowIds([customerId]);
  return id === undefined ? 0 : endSessions(database, { customer_id: id }, options);
}

function endSessions(
  { knex }: Database,
  which: { session_id: string } | { customer_id: number },
  { at, reason }: { at: Date; reason: SessionEnd },
): Promise<number> {
  return Promise.resolve(
    knex('login_sessions')
      .comment('login-session-store.end')
      .where(which)
      .whereNull('ended_at')
      .where('expires_at', '>', at)
      .update({ ended_at: at, end_reason: reason }),
  );
}

/** Whoever holds the session's row decides what becomes of its tokens; the others wait. */
async function lockSessionOf({ knex }: Database, tokenHash: string): Promise<SessionRow | null> {
  const token = await knex('refresh_tokens')
    .comment('login-session-store.lockSessionOf')
    .where({ token_hash: tokenHash })
    .first<{ session_id: string } | undefined>('session_id');
  if (token === undefined) return null;
  const session = await knex('login_sessions')
    .where({ session_id: token.session_id })
    .forUpdate()
    .first<SessionRow | undefined>();
  return session ?? null;
}

/** Locks the account, so that its logins and its end come one after another. @returns false when it is closed or was never there */
export async function lockOpenAccount({ knex }: Database, customerId: string): Promise<boolean> {
  const row = await knex('customers')
    .comment('login-session-store.lockOpenAccount')
    .whereIn('customer_id', rowIds([customerId]))
    .forUpdate()
    .first<{ closed_at: Date | null } | undefined>('closed_at');
  return row?.closed_at === null;
}

/** A customer's sessions that are over, with their tokens: nobody can refresh by them, and so nobody can reuse one. */
async function dropExpired({ knex }: Database, { customerId, at }: { customerId: string; at: Date }): Promise<void> {
  const expired = await knex('login_sessions')
    .comment('login-session-store.dropExpired')
    .where({ customer_id: Number(customerId) })
    .where('expires_at', '<=', at)
    .limit(100)
    .pluck<string[]>('session_id');
  await dropSessions(knex, expired);
}

export async function dropSessions(knex: Database['knex'], sessionIds: readonly string[]): Promise<void> {
  if (sessionIds.length === 0) return;
  await knex('refresh_tokens').whereIn('session_id', sessionIds).delete();
  await knex('login_sessions').whereIn('session_id', sessionIds).delete();
}

function toSession(row: SessionRow): LoginSession {
  return {
    id: row.session_id,
    customerId: String(row.customer_id),
    startedAt: row.started_at,
    expiresAt: row.expires_at,
  };
}
