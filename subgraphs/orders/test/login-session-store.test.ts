import { describeOnEveryEngine } from './engines.ts';
import { loginSessionStoreContract } from './login-session-store.contract.ts';

describeOnEveryEngine('a store of logins', loginSessionStoreContract);
