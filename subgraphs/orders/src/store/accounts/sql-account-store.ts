import { rowIds } from '../bulk.ts';
import type { Database } from '../connect.ts';
import type { CustomerRecord } from '../customer-store.ts';
import { insertEvents } from '../events/outbox-rows.ts';
import { transact } from '../transact.ts';
import type { AccountStore } from './account-store.ts';
import type { MailToken } from './mail-queue.ts';
import { endSessionsOf, lockOpenAccount } from './sql-login-session-store.ts';
import { insertMail } from './sql-mail-queue.ts';

interface AccountRow {
  customer_id: number;
  email: string | null;
  name: string;
  created_at: Date;
  password_hash: string | null;
  closed_at: Date | null;
}

type ClosedAccount = Awaited<ReturnType<AccountStore['close']>>;

export function createSqlAccountStore(database: Database): AccountStore {
  const { knex } = database;
  return {
    async find(customerId) {
      const row = await knex('customers')
        .comment('account-store.find')
        .whereIn('customer_id', rowIds([customerId]))
        .whereNull('closed_at')
        .first<AccountRow | undefined>();
      return row === undefined ? null : { customer: toCustomer(row), passwordHash: row.password_hash };
    },

    async findByToken({ hash, purpose }, { at }) {
      const row = await knex('mail_tokens')
        .comment('account-store.findByToken')
        .join('customers', 'customers.customer_id', 'mail_tokens.customer_id')
        .where({ token_hash: hash, purpose })
        .whereNull('used_at')
        .whereNull('closed_at')
        .where('mail_tokens.expires_at', '>', at)
        .first<AccountRow | undefined>('customers.*');
      return row === undefined ? null : toCustomer(row);
    },

    verifyEmail(hash, { at, announce }) {
      return transact(database, async (transaction) => {
        const customerId = await takeToken(transaction, { hash, purpose: 'verifyEmail', at });
        if (customerId === null) return { keep: false, value: false };
        await noteVerified(transaction, { customerId, at });
        await insertEvents(transaction, announce(customerId));
        return { keep: true, value: true };
      });
    },

    resetPassword(hash, { passwordHash, at, tell }) {
      return transact(database, async (transaction) => {
        const customerId = await takeToken(transaction, { hash, purpose: 'resetPassword', at });
        if (customerId === null) return { keep: false, value: false };
        await transaction
          .knex('mail_tokens')
          .where({ customer_id: Number(customerId), purpose: 'resetPassword' })
          .whereNull('used_at')
          .update({ used_at: at });
        await noteVerified(transaction, { customerId, at });
        await setPassword(transaction, { customerId, passwordHash, at });
        await insertMail(transaction, tell(customerId));
        return { keep: true, value: true };
      });
    },

    changePassword(customerId, { from, passwordHash, at, tell }) {
      return transact(database, async (transaction) => {
        if (!(await lockOpenAccount(transaction, customerId))) return { keep: false, value: false };
        const row = await transaction
          .knex('customers')
          .where({ customer_id: Number(customerId) })
          .first<{ password_hash: string | null } | undefined>('password_hash');
        if (row?.password_hash !== from) return { keep: false, value: false };
        await setPassword(transaction, { customerId, passwordHash, at });
        await insertMail(transaction, tell);
        return { keep: true, value: true };
      });
    },

    close(customerId, { at, name, announce }) {
      return transact<ClosedAccount>(database, async (transaction) => {
        if (!(await lockOpenAccount(transaction, customerId))) return { keep: false, value: 'unknown' };
        const own = { customer_id: Number(customerId) };
        const inTransaction = transaction.knex;
        const awaited = await inTransaction('orders')
          .comment('account-store.close')
          .where(own)
          .whereIn('status', ['processing', 'shipped'])
          .first<{ order_id: number } | undefined>('order_id');
        if (awaited !== undefined) return { keep: false, value: 'ordersOnTheirWay' };
        await inTransaction('customers').where(own).update({
          email: null,
          name,
          password_hash: null,
          email_verified_at: null,
          default_address_no: null,
          closed_at: at,
        });
        for (const table of ['customer_addresses', 'roles', 'mail_outbox', 'mail_tokens']) {
          await inTransaction(table).where(own).delete();
        }
        // The country alone stays: by it the tax was reckoned.
        await inTransaction('order_addresses')
          .whereIn('order_id', inTransaction('orders').where(own).select('order_id'))
          .update({ recipient: name, street_lines: '', city: '', postal_code: null });
        await endSessionsOf(transaction, customerId, { at, reason: 'accountClosed' });
        await insertEvents(transaction, announce);
        return { keep: true, value: 'closed' };
      });
    },
  };
}

/** Uses a token up. The account is locked first, as everybody does. @returns whose it was; null when it does not hold */
async function takeToken(
  transaction: Database,
  { hash, purpose, at }: Pick<MailToken, 'hash' | 'purpose'> & { at: Date },
): Promise<string | null> {
  const { knex } = transaction;
  const token = await knex('mail_tokens')
    .comment('account-store.takeToken')
    .where({ token_hash: hash, purpose })
    .first<{ customer_id: number } | undefined>('customer_id');
  if (token === undefined) return null;
  const customerId = String(token.customer_id);
  if (!(await lockOpenAccount(transaction, customerId))) return null;
  const taken = await knex('mail_tokens')
    .where({ token_hash: hash, purpose })
    .whereNull('used_at')
    .where('expires_at', '>', at)
    .update({ used_at: at });
  return taken === 0 ? null : customerId;
}

async function noteVerified({ knex }: Database, { customerId, at }: { customerId: string; at: Date }): Promise<void> {
  await knex('customers')
    .where({ customer_id: Number(customerId) })
    .whereNull('email_verified_at')
    .update({ email_verified_at: at });
}

/** Whoever knew the old password is logged out with it. */
async function setPassword(
  transaction: Database,
  { customerId, passwordHash, at }: { customerId: string; passwordHash: string; at: Date },
): Promise<void> {
  await transaction
    .knex('customers')
    .where({ customer_id: Number(customerId) })
    .update({ password_hash: passwordHash });
  await endSessionsOf(transaction, customerId, { at, reason: 'passwordChanged' });
}

function toCustomer(row: AccountRow): CustomerRecord {
  return { id: String(row.customer_id), email: row.email, name: row.name, createdAt: row.created_at };
}
