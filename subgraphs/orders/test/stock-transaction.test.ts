import { describeOnEveryEngine } from './engines.ts';
import { stockTransactionContract } from './stock-transaction.contract.ts';

describeOnEveryEngine('stock in the transaction of an order store', stockTransactionContract);
