import { describeOnEveryEngine } from './engines.ts';
import { orderSagaContract } from './order-saga.contract.ts';

describeOnEveryEngine('an order and its money', orderSagaContract);
