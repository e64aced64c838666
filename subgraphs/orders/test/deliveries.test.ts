import { describeOnEveryEngine } from './engines.ts';
import { returnsContract } from './returns.contract.ts';
import { shipOrderContract } from './ship-order.contract.ts';

describeOnEveryEngine('sending an order', shipOrderContract);
describeOnEveryEngine('taking an order back', returnsContract);
