import { isDeepStrictEqual } from 'node:util';
import type { StaffRole } from '@mosaico/service';
import type { Knex } from 'knex';
import type { SavedAddress } from './accounts/address-book-store.ts';
import { defaultNumber } from './accounts/sql-address-book-store.ts';
import { insertMail } from './accounts/sql-mail-queue.ts';
import { toAddress, toAddressRow, type AddressRow } from './address-rows.ts';
import { chunksOf, explicitId, groupRows, inList, insertRows, rowIds } from './bulk.ts';
import type { Database } from './connect.ts';
import type { BulkResult, CustomerImport, CustomerRecord, CustomerStore } from './customer-store.ts';
import { insertEvents } from './events/outbox-rows.ts';
import { createPreparedQuestions } from './prepared-questions.ts';
import { transact } from './transact.ts';

interface CustomerRow {
  customer_id: number;
  email: string | null;
  name: string;
  password_hash: string | null;
  created_at: Date;
  email_verified_at?: Date | null;
}
interface CustomerAddressRow extends AddressRow {
  customer_id: number;
  address_no: number;
  default_address_no: number | null;
}
interface RoleRow {
  customer_id: number;
  role: StaffRole;
}

const customerColumns = ['customer_id', 'email', 'name', 'created_at', 'email_verified_at'];

/** @param bulk the same database for what no page waits for */
export function createSqlCustomerStore(database: Database, bulk: Database): CustomerStore {
  const { knex, dialect } = database;
  const ask = createPreparedQuestions(knex);
  return {
    async find(ids) {
      const keys = inList(rowIds(ids));
      const rows = await ask<CustomerRow>(`find/${keys.length}`, keys, (shop, places) =>
        shop('customers').comment('customer-store.find').whereIn('customer_id', places).select(customerColumns),
      );
      return rows.map(toCustomer);
    },

    async findCredentials(email) {
      const row = await knex('customers')
        .comment('customer-store.findCredentials')
        .where({ email })
        .first<CustomerRow | undefined>([...customerColumns, 'password_hash']);
      return row === undefined ? null : { customer: toCustomer(row), passwordHash: row.password_hash };
    },

    async addressesOf(ids) {
      const rows = await selectAddresses(knex, rowIds(ids));
      return Array.from(
        groupRows(rows, (row) => row.customer_id),
        ([id, group]) => ({ customerId: String(id), addresses: toSavedAddresses(group) }),
      );
    },

    async rolesOf(ids) {
      const rows = await selectRoles(knex, rowIds(ids));
      return Array.from(
        groupRows(rows, (row) => row.customer_id),
        ([id, group]) => ({ customerId: String(id), roles: group.map(({ role }) => role) }),
      );
    },

    async add({ email, name, passwordHash, createdAt }, { announce, mail }) {
      const row = { email, name, password_hash: passwordHash, created_at: createdAt };
      try {
        return await transact(database, async (transaction) => {
          const id = await dialect.insertForId(transaction.knex, { table: 'customers', row, id: 'customer_id' });
          const customer = { id: String(id), email, name, createdAt };
          await insertEvents(transaction, announce(customer));
          if (mail !== undefined) await insertMail(transaction, mail(customer));
          return { keep: true, value: { outcome: 'added' as const, customer } };
        });
      } catch (error) {
        if (dialect.isUniqueViolation(error)) return { outcome: 'emailTaken' };
        throw error;
      }
    },

    upsert(customers) {
      return transact(
        bulk,
        async (transaction) => {
          const result = { added: 0, changed: 0 };
          for (const chunk of chunksOf(customers)) {
            const { added, changed } = await upsertChunk(transaction, chunk);
            result.added += added;
            result.changed += changed;
          }
          return { keep: true, value: result };
        },
        // Somebody else has added one of them since it was looked for.
        { isLost: (error) => dialect.isUniqueViolation(error) },
      );
    },

    async count() {
      const row = await bulk.knex('customers').comment('customer-store.count').count({ count: '*' }).first();
      return Number(row?.count);
    },
  };
}

async function upsertChunk(transaction: Database, customers: readonly CustomerImport[]): Promise<BulkResult> {
  const ids = customers.map(({ id }) => explicitId(id));
  const known = await readKnown(transaction, ids);
  const missing = customers.filter(({ id }) => !known.has(id));
  await insertRows(transaction, 'customers', missing.map(toRow));

  const changed = customers.filter((customer) => {
    const before = known.get(customer.id);
    return before !== undefined && !isDeepStrictEqual(before, comparable(customer, before.passwordHash));
  });
  for (const customer of changed) {
    const { customer_id, ...row } = toRow(comparable(customer, known.get(customer.id)?.passwordHash ?? null));
    await transaction.knex('customers').where({ customer_id }).update(row);
  }
  const changedIds = changed.map(({ id }) => Number(id));
  await transaction.knex('customer_addresses').whereIn('customer_id', changedIds).delete();
  await transaction.knex('roles').whereIn('customer_id', changedIds).delete();

  const written = [...missing, ...changed];
  await insertRows(transaction, 'customer_addresses', written.flatMap(toAddressRows));
  await insertRows(transaction, 'roles', written.flatMap(toRoleRows));
  return { added: missing.length, changed: changed.length };
}

/** Those of the customers that exist, as an import would write them. */
async function readKnown(transaction: Database, ids: readonly number[]): Promise<Map<string, CustomerImport>> {
  const rows = await transaction.knex('customers').whereIn('customer_id', ids).select<CustomerRow[]>();
  const addresses = groupRows(await selectAddresses(transaction.knex, ids), (row) => row.customer_id);
  const roles = groupRows(await selectRoles(transaction.knex, ids), (row) => row.customer_id);
  return new Map(
    rows.map((row) => [
      String(row.customer_id),
      {
        ...toCustomer({ ...row, email_verified_at: null }),
        passwordHash: row.password_hash,
        addresses: (addresses.get(row.customer_id) ?? []).map(toAddress),
        roles: (roles.get(row.customer_id) ?? []).map(({ role }) => role),
      },
    ]),
  );
}

/** A record in the form in which the database gives it back. A password that somebody has chosen is never overwritten. */
function comparable(customer: CustomerImport, knownHash: string | null): CustomerImport {
  return {
    id: customer.id,
    email: customer.email?.toLowerCase() ?? null,
    name: customer.name,
    createdAt: customer.createdAt,
    passwordHash: knownHash ?? customer.passwordHash,
    addresses: customer.addresses.map(({ recipient, lines, city, postalCode, country }) => ({
      recipient,
      lines: [...lines],
      city,
      postalCode,
      country,
    })),
    roles: Array.from(new Set(customer.roles)).sort(),
  };
}

function selectAddresses(database: Knex, ids: readonly number[]): Promise<CustomerAddressRow[]> {
  return database('customer_addresses')
    .comment('customer-store.addressesOf')
    .join('customers', 'customers.customer_id', 'customer_addresses.customer_id')
    .whereIn('customer_addresses.customer_id', inList(ids))
    .orderBy(['customer_addresses.customer_id', 'address_no'])
    .select<CustomerAddressRow[]>('customer_addresses.*', 'customers.default_address_no');
}

/** @param rows all of one customer's, one or more */
function toSavedAddresses(rows: readonly CustomerAddressRow[]): SavedAddress[] {
  const numbers = rows.map(({ address_no }) => address_no);
  const first = defaultNumber(rows[0]?.default_address_no ?? null, numbers);
  return rows.map((row) => ({ ...toAddress(row), id: String(row.address_no), isDefault: row.address_no === first }));
}

function selectRoles(database: Knex, ids: readonly number[]): Promise<RoleRow[]> {
  return database('roles')
    .comment('customer-store.rolesOf')
    .whereIn('customer_id', inList(ids))
    .orderBy(['customer_id', 'role'])
    .select<RoleRow[]>();
}

function toCustomer(row: CustomerRow): CustomerRecord {
  const verifiedAt = row.email_verified_at ?? null;
  return {
    id: String(row.customer_id),
    email: row.email,
    name: row.name,
    createdAt: row.created_at,
    ...(verifiedAt === null ? {} : { emailVerifiedAt: verifiedAt }),
  };
}

function toRow(customer: CustomerImport): CustomerRow {
  return {
    customer_id: explicitId(customer.id),
    email: customer.email?.toLowerCase() ?? null,
    name: customer.name,
    password_hash: customer.passwordHash,
    created_at: customer.createdAt,
  };
}

function toAddressRows({ id, addresses }: CustomerImport): Omit<CustomerAddressRow, 'default_address_no'>[] {
  return addresses.map((address, index) => ({
    customer_id: Number(id),
    address_no: index + 1,
    ...toAddressRow(address),
  }));
}

function toRoleRows({ id, roles }: CustomerImport): RoleRow[] {
  return Array.from(new Set(roles), (role) => ({ customer_id: Number(id), role }));
}
