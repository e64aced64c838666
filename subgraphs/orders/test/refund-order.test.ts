import { describeOnEveryEngine } from './engines.ts';
import { refundOrderContract } from './refund-order.contract.ts';
import { settlementContract } from './settlement.contract.ts';

describeOnEveryEngine('giving money back', refundOrderContract);
describeOnEveryEngine('settling payments', settlementContract);
