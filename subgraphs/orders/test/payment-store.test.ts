import { describeOnEveryEngine } from './engines.ts';
import { paymentStoreContract } from './payment-store.contract.ts';

describeOnEveryEngine('a payment store', paymentStoreContract);
