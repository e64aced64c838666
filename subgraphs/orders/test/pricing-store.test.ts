import { describeOnEveryEngine } from './engines.ts';
import { pricingStoreContract } from './pricing-store.contract.ts';
import { pricingTransactionContract } from './pricing-transaction.contract.ts';

describeOnEveryEngine('a pricing store', pricingStoreContract);
describeOnEveryEngine('the pricing of a transaction', pricingTransactionContract);
