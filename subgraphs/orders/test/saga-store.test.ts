import { describeOnEveryEngine } from './engines.ts';
import { sagaStoreContract } from './saga-store.contract.ts';

describeOnEveryEngine('a store of sagas', sagaStoreContract);
