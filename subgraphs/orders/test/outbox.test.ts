import { describeOnEveryEngine } from './engines.ts';
import { outboxContract } from './outbox.contract.ts';

describeOnEveryEngine('the outbox', outboxContract);
