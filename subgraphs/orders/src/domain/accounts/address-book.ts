import type { CreateEvent, ShopEvent } from '@mosaico/bus';
import { codedError, ErrorCode, requireLogin, type Identity } from '@mosaico/service';
import type { AddressBookStore, AddressChange, SavedAddress } from '../../store/accounts/address-book-store.ts';
import { customerUpdated } from '../events.ts';
import { requirePostalAddress, type AddressInput } from './postal-address.ts';

/** How many addresses a customer may have. */
export const mostAddresses = 50;

type Saved = { outcome: 'saved'; address: SavedAddress };

/** What a customer does about where parcels reach them. @throws UNAUTHENTICATED for a guest; BAD_USER_INPUT for what no address can be */
export interface AddressBook {
  add(input: { identity: Identity; address: AddressInput; makeDefault: boolean }): Promise<Saved | { outcome: 'full' }>;
  change(input: {
    identity: Identity;
    id: string;
    address: AddressInput;
    makeDefault: boolean;
  }): Promise<Saved | { outcome: 'unknown' }>;
  remove(input: { identity: Identity; id: string }): Promise<{ outcome: 'removed' | 'unknown' }>;
}

export function createAddressBook(options: {
  addressBook: AddressBookStore;
  createEvent: CreateEvent;
  /** What follows when events are committed; never rejects. */
  committed: (events: readonly ShopEvent[]) => Promise<void>;
  now: () => Date;
}): AddressBook {
  const { addressBook, createEvent, committed, now } = options;
  const eventsOf = (customerId: string) => [customerUpdated(createEvent, { customerId, at: now() })];

  async function write(
    customerId: string,
    change: (announce: readonly ShopEvent[]) => Promise<AddressChange>,
  ): Promise<AddressChange> {
    const events = eventsOf(customerId);
    const result = await change(events);
    if (result.outcome === 'saved') await committed(events);
    return result;
  }

  return {
    async add({ identity, address, makeDefault }) {
      const customerId = requireLogin(identity);
      const record = requirePostalAddress(address);
      const result = await write(customerId, (announce) =>
        addressBook.add(customerId, record, { makeDefault, most: mostAddresses, announce }),
      );
      if (result.outcome !== 'unknown') return result;
      throw codedError(ErrorCode.unauthenticated, 'The account of this login no longer exists.');
    },

    async change({ identity, id, address, makeDefault }) {
      const customerId = requireLogin(identity);
      const record = requirePostalAddress(address);
      const result = await write(customerId, (announce) =>
        addressBook.change(customerId, id, record, { makeDefault, announce }),
      );
      return result.outcome === 'saved' ? result : { outcome: 'unknown' };
    },

    async remove({ identity, id }) {
      const customerId = requireLogin(identity);
      const events = eventsOf(customerId);
      if (!(await addressBook.remove(customerId, id, { announce: events }))) return { outcome: 'unknown' };
      await committed(events);
      return { outcome: 'removed' };
    },
  };
}
