import { toAddressRow } from '../address-rows.ts';
import { insertRows, rowIds } from '../bulk.ts';
import type { Database } from '../connect.ts';
import type { AddressRecord } from './address-book-store.ts';
import { insertEvents } from '../events/outbox-rows.ts';
import { transact } from '../transact.ts';
import type { AddressBookStore, AddressChange } from './address-book-store.ts';
import { lockOpenAccount } from './sql-login-session-store.ts';

interface BookRow {
  default_address_no: number | null;
  last_address_no: number | null;
}

export function createSqlAddressBookStore(database: Database): AddressBookStore {
  return {
    add(customerId, address, { makeDefault, most, announce }) {
      return transact<AddressChange>(database, async (transaction) => {
        const book = await lockBook(transaction, customerId);
        if (book === null) return { keep: false, value: { outcome: 'unknown' } };
        if (book.numbers.length >= most) return { keep: false, value: { outcome: 'full' } };
        const number = Math.max(book.last, ...book.numbers) + 1;
        await insertRows(transaction, 'customer_addresses', [
          { customer_id: Number(customerId), address_no: number, ...toAddressRow(address) },
        ]);
        const first = makeDefault || book.numbers.length === 0 ? number : book.first;
        await setBook(transaction, customerId, { default_address_no: first, last_address_no: number });
        await insertEvents(transaction, announce);
        return { keep: true, value: saved(number, { address, isDefault: first === number }) };
      });
    },

    change(customerId, id, address, { makeDefault, announce }) {
      return transact<AddressChange>(database, async (transaction) => {
        const book = await lockBook(transaction, customerId);
        const [number = 0] = rowIds([id]);
        if (book === null || !book.numbers.includes(number)) return { keep: false, value: { outcome: 'unknown' } };
        await transaction
          .knex('customer_addresses')
          .where({ customer_id: Number(customerId), address_no: number })
          .update(toAddressRow(address));
        if (makeDefault) await setBook(transaction, customerId, { default_address_no: number });
        await insertEvents(transaction, announce);
        return { keep: true, value: saved(number, { address, isDefault: makeDefault || book.first === number }) };
      });
    },

    remove(customerId, id, { announce }) {
      return transact(database, async (transaction) => {
        const book = await lockBook(transaction, customerId);
        const [number = 0] = rowIds([id]);
        if (book === null || !book.numbers.includes(number)) return { keep: false, value: false };
        await transaction
          .knex('customer_addresses')
          .where({ customer_id: Number(customerId), address_no: number })
          .delete();
        await setBook(transaction, customerId, {
          default_address_no: book.first === number ? null : book.first,
          last_address_no: Math.max(book.last, ...book.numbers),
        });
        await insertEvents(transaction, announce);
        return { keep: true, value: true };
      });
    },
  };
}

/** Which of a customer's addresses is the default one: the first while none is said to be, or that one is gone. Null for none. */
export function defaultNumber(chosen: number | null, numbers: readonly number[]): number | null {
  if (chosen !== null && numbers.includes(chosen)) return chosen;
  return numbers.length === 0 ? null : Math.min(...numbers);
}

/** The numbers of a customer's addresses, theirs alone to change until the transaction ends; null when there is no open account. */
async function lockBook(
  transaction: Database,
  customerId: string,
): Promise<{ numbers: number[]; first: number | null; last: number } | null> {
  if (!(await lockOpenAccount(transaction, customerId))) return null;
  const own = { customer_id: Number(customerId) };
  const { knex } = transaction;
  const numbers = await knex('customer_addresses')
    .comment('address-book-store.lockBook')
    .where(own)
    .pluck<number[]>('address_no');
  const row = await knex('customers').where(own).first<BookRow | undefined>('default_address_no', 'last_address_no');
  return { numbers, first: defaultNumber(row?.default_address_no ?? null, numbers), last: row?.last_address_no ?? 0 };
}

async function setBook({ knex }: Database, customerId: string, changes: Partial<BookRow>): Promise<void> {
  await knex('customers')
    .where({ customer_id: Number(customerId) })
    .update(changes);
}

function saved(number: number, { address, isDefault }: { address: AddressRecord; isDefault: boolean }): AddressChange {
  return { outcome: 'saved', address: { ...address, id: String(number), isDefault } };
}
