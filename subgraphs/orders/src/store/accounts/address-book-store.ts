import type { ShopEvent } from '@mosaico/bus';

export interface AddressRecord {
  readonly recipient: string;
  /** Street and number, one line or more. */
  readonly lines: readonly string[];
  readonly city: string;
  readonly postalCode: string | null;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
}

/** An address of a customer's. */
export interface SavedAddress extends AddressRecord {
  /** By which its customer tells it from their others: a decimal string. Never given out twice to one customer. */
  readonly id: string;
  /** True for one of a customer's addresses, if there is any. */
  readonly isDefault: boolean;
}

/** What came of a change: the address as it is now; that there is none of the id; or that there are as many as there can be. */
export type AddressChange =
  | { readonly outcome: 'saved'; readonly address: SavedAddress }
  | { readonly outcome: 'unknown' }
  | { readonly outcome: 'full' };

/** What every change needs: when it is made the default one, and the events that are written with it. */
export interface ChangeOptions {
  /** True makes it the default one; false leaves that as it is. The first address is the default one in any case. */
  readonly makeDefault: boolean;
  readonly announce: readonly ShopEvent[];
}

/** Where parcels reach customers, as they change it. A closed account has no addresses and takes none. */
export interface AddressBookStore {
  /** @param options.most how many a customer may have. `unknown` means that there is no such account. */
  add(customerId: string, address: AddressRecord, options: ChangeOptions & { most: number }): Promise<AddressChange>;
  change(customerId: string, id: string, address: AddressRecord, options: ChangeOptions): Promise<AddressChange>;
  /** The first of those left is the default one where it was this. @returns false when there is none of that id */
  remove(customerId: string, id: string, options: { announce: readonly ShopEvent[] }): Promise<boolean>;
}
