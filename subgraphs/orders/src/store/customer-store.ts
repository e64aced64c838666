import type { ShopEvent } from '@mosaico/bus';
import type { StaffRole } from '@mosaico/service';
import type { AddressRecord, SavedAddress } from './accounts/address-book-store.ts';
import type { QueuedMail } from './accounts/mail-queue.ts';

export interface CustomerRecord {
  readonly id: string;
  /** In lower case; null where none is known, as for imported customers. */
  readonly email: string | null;
  readonly name: string;
  readonly createdAt: Date;
  /** When mail is known to have reached the address; absent until then. */
  readonly emailVerifiedAt?: Date;
}

/** What is needed to let somebody in. */
interface CredentialsRecord {
  readonly customer: CustomerRecord;
  /** Argon2id in PHC format; null for an account that nobody can log in to. */
  readonly passwordHash: string | null;
}

interface NewCustomer {
  /** In lower case. */
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string;
  readonly createdAt: Date;
}

/** A customer as the seed and the import write one. */
export interface CustomerImport extends CustomerRecord {
  readonly addresses: readonly AddressRecord[];
  readonly roles: readonly StaffRole[];
  readonly passwordHash: string | null;
}

/** What a bulk write did: nothing when it is repeated. */
export interface BulkResult {
  readonly added: number;
  readonly changed: number;
}

/** Customers, their addresses, their roles and how they log in. Ids are decimal strings; ids that nobody has are misses. */
export interface CustomerStore {
  /** Those of the customers that exist, in any order. */
  find(ids: readonly string[]): Promise<CustomerRecord[]>;
  /** By an e-mail address in lower case and without space at its ends, which MySQL would overlook; null for a miss. */
  findCredentials(email: string): Promise<CredentialsRecord | null>;
  /** The addresses of those customers that have any, each customer's in their order. */
  addressesOf(ids: readonly string[]): Promise<{ customerId: string; addresses: SavedAddress[] }[]>;
  /** The roles of those customers that have any, in alphabetical order. */
  rolesOf(ids: readonly string[]): Promise<{ customerId: string; roles: StaffRole[] }[]>;
  /**
   * Opens an account. Of any number of calls with one e-mail address at most one ever adds a customer.
   * @param options.announce makes the events that are written with it; may be called again for another try
   * @param options.mail makes the mail that is queued with it
   */
  add(
    customer: NewCustomer,
    options: {
      announce: (customer: CustomerRecord) => readonly ShopEvent[];
      mail?: (customer: CustomerRecord) => QueuedMail;
    },
  ): Promise<{ outcome: 'added'; customer: CustomerRecord } | { outcome: 'emailTaken' }>;
  /**
   * Adds the customers that are missing and makes the others as given, all or none. A `passwordHash` of null leaves the one
   * that is there.
   * @throws when an e-mail address is another customer's, or an id belongs to the range that the store itself gives out.
   */
  upsert(customers: readonly CustomerImport[]): Promise<BulkResult>;
  count(): Promise<number>;
}
