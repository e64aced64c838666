import { describeOnEveryEngine } from './engines.ts';
import { orderPricesContract } from './order-prices.contract.ts';
import { setPricesContract } from './set-prices.contract.ts';

describeOnEveryEngine('what staff set about prices', setPricesContract);
describeOnEveryEngine('what orders cost', orderPricesContract);
