import { addressBookStoreContract } from './address-book-store.contract.ts';
import { describeOnEveryEngine } from './engines.ts';

describeOnEveryEngine('an address book', addressBookStoreContract);
