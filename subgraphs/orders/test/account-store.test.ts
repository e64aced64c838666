import { accountStoreContract } from './account-store.contract.ts';
import { describeOnEveryEngine } from './engines.ts';

describeOnEveryEngine('accounts and their mail', accountStoreContract);
