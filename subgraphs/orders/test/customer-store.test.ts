import { customerStoreContract } from './customer-store.contract.ts';
import { describeOnEveryEngine } from './engines.ts';

describeOnEveryEngine('a customer store', customerStoreContract);
