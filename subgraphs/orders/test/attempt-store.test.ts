import { attemptStoreContract } from './attempt-store.contract.ts';
import { describeOnEveryEngine } from './engines.ts';

describeOnEveryEngine('a count of attempts', attemptStoreContract);
