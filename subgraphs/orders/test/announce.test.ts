import { announceContract } from './announce.contract.ts';
import { describeOnEveryEngine } from './engines.ts';

describeOnEveryEngine('what is announced', announceContract);
