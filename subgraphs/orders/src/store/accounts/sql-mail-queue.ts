import { insertRows, rowIds } from '../bulk.ts';
import type { Database } from '../connect.ts';
import { transact } from '../transact.ts';
import type { MailKind, MailQueue, MailToken, QueuedMail } from './mail-queue.ts';

interface MailRow {
  mail_id: string;
  kind: MailKind;
  customer_id: number | null;
  email: string | null;
  created_at: Date;
  next_try_at: Date;
  tries: number;
}

interface ReaderRow {
  customer_id: number;
  email: string | null;
  name: string;
  email_verified_at: Date | null;
  closed_at: Date | null;
}

/** How many tokens that have expired are dropped whenever one is issued: more than come in. */
const dropsPerToken = 10;

export function createSqlMailQueue(database: Database): MailQueue {
  const { knex } = database;
  return {
    add: (mail) => insertMail(database, mail),

    claim({ at, leaseMs, limit }) {
      return transact(database, async (transaction) => {
        const rows = await transaction
          .knex('mail_outbox')
          .comment('mail-queue.claim')
          .where('next_try_at', '<=', at)
          .orderBy(['next_try_at', 'mail_id'])
          .limit(limit)
          .forUpdate()
          .skipLocked()
          .select<MailRow[]>();
        if (rows.length === 0) return { keep: false, value: [] };
        await transaction
          .knex('mail_outbox')
          .whereIn(
            'mail_id',
            rows.map(({ mail_id }) => mail_id),
          )
          .update({ next_try_at: new Date(at.getTime() + leaseMs), tries: transaction.knex.raw('tries + 1') });
        return { keep: true, value: rows.map(toMail) };
      });
    },

    async address({ kind, to }, { token, at }) {
      const reader = await knex('customers')
        .comment('mail-queue.address')
        .where('email' in to ? { email: to.email } : { customer_id: rowIds([to.customerId])[0] ?? 0 })
        .first<ReaderRow | undefined>('customer_id', 'email', 'name', 'email_verified_at', 'closed_at');
      if (reader === undefined || reader.email === null || reader.closed_at !== null) return null;
      if (kind === 'verifyEmail' && reader.email_verified_at !== null) return null;
      if (token !== null) await keepToken(database, { token, customerId: reader.customer_id, at });
      return { email: reader.email, name: reader.name };
    },

    async postpone(id, { until }) {
      await knex('mail_outbox').comment('mail-queue.postpone').where({ mail_id: id }).update({ next_try_at: until });
    },

    async remove(id) {
      await knex('mail_outbox').comment('mail-queue.remove').where({ mail_id: id }).delete();
    },

    async count() {
      const row = await knex('mail_outbox').comment('mail-queue.count').count({ count: '*' }).first();
      return Number(row?.count);
    },
  };
}

/** Queues mail beside what it tells of. @param database bound to the transaction that makes the change, where there is one */
export function insertMail(database: Database, { id, kind, to, createdAt }: QueuedMail): Promise<void> {
  return insertRows(database, 'mail_outbox', [
    {
      mail_id: id,
      kind,
      customer_id: 'email' in to ? null : Number(to.customerId),
      email: 'email' in to ? to.email : null,
      created_at: createdAt,
      next_try_at: createdAt,
      tries: 0,
    },
  ]);
}

async function keepToken(
  database: Database,
  { token, customerId, at }: { token: MailToken; customerId: number; at: Date },
): Promise<void> {
  const { knex, dialect } = database;
  const row = { token_hash: token.hash, purpose: token.purpose, customer_id: customerId, issued_at: at };
  try {
    await insertRows(database, 'mail_tokens', [{ ...row, expires_at: token.expiresAt }]);
  } catch (error) {
    // The mail was sent before, or nobody knows whether it was.
    if (!dialect.isUniqueViolation(error)) throw error;
    return;
  }
  const expired = await knex('mail_tokens')
    .comment('mail-queue.dropExpiredTokens')
    .where('expires_at', '<=', at)
    .orderBy('expires_at')
    .limit(dropsPerToken)
    .pluck<string[]>('token_hash');
  if (expired.length > 0) await knex('mail_tokens').whereIn('token_hash', expired).delete();
}

function toMail(row: MailRow): QueuedMail & { tries: number } {
  return {
    id: row.mail_id,
    kind: row.kind,
    to: row.customer_id === null ? { email: row.email ?? '' } : { customerId: String(row.customer_id) },
    createdAt: row.created_at,
    tries: row.tries + 1,
  };
}
