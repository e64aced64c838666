import { describeOnEveryEngine } from './engines.ts';
import { stockStoreContract } from './stock-store.contract.ts';

describeOnEveryEngine('a stock store', stockStoreContract);
