import { describeOnEveryEngine } from './engines.ts';
import { sagaDeskContract } from './saga-desk.contract.ts';

describeOnEveryEngine('the desk of sagas', sagaDeskContract);
