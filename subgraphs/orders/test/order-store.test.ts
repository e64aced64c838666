import { describeOnEveryEngine } from './engines.ts';
import { orderStoreContract } from './order-store.contract.ts';
import { orderTransactionContract } from './order-transaction.contract.ts';

describeOnEveryEngine('an order store', orderStoreContract);
describeOnEveryEngine('the transaction of an order store', orderTransactionContract);
