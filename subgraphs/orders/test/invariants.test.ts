import { describeOnEveryEngine } from './engines.ts';
import { invariantsContract } from './invariants.contract.ts';

describeOnEveryEngine('what must hold', invariantsContract);
