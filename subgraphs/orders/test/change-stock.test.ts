import { describeOnEveryEngine } from './engines.ts';
import { changeStockContract } from './change-stock.contract.ts';

describeOnEveryEngine('stock in the hands of the staff', changeStockContract);
