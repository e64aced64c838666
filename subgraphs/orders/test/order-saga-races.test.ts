import { describeOnEveryEngine } from './engines.ts';
import { orderSagaRacesContract } from './order-saga-races.contract.ts';

describeOnEveryEngine('two at one order', orderSagaRacesContract);
