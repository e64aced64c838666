import { describeOnEveryEngine } from './engines.ts';
import { placeOrderContract } from './place-order.contract.ts';

describeOnEveryEngine('placing an order', placeOrderContract);
