import type { CreateEvent, ShopEvent } from '@mosaico/bus';
import type { Identity } from '@mosaico/service';
import type { AccountStore } from '../../store/accounts/account-store.ts';
import { customerClosed } from '../events.ts';
import type { CheckPassword } from './current-password.ts';

/** What a customer is called whose account is closed. */
export const closedName = 'Closed account';

type CloseAccountOutcome =
  | { outcome: 'closed'; at: Date }
  | { outcome: 'wrongPassword' }
  | { outcome: 'ordersOnTheirWay' }
  | { outcome: 'tooManyAttempts'; retryAfter: number };

export type CloseAccount = (input: {
  identity: Identity;
  password: string;
  clientAddress: string | null;
}) => Promise<CloseAccountOutcome>;

/**
 * Closes the caller's account for good. Who they were is forgotten here at once, and by the other parts of the shop when they
 * hear of it; what they ordered and paid stays, as the law on taxes wants it, with the country it went to and nobody's name.
 *
 * @throws as CheckPassword
 */
export function createCloseAccount(options: {
  accounts: Pick<AccountStore, 'close'>;
  checkPassword: CheckPassword;
  createEvent: CreateEvent;
  /** What follows when events are committed; never rejects. */
  committed: (events: readonly ShopEvent[]) => Promise<void>;
  now: () => Date;
}): CloseAccount {
  const { accounts, checkPassword, createEvent, committed, now } = options;
  return async (input) => {
    const checked = await checkPassword(input);
    if (checked.outcome !== 'known') return checked;
    const at = now();
    const customerId = checked.customer.id;
    const events = [customerClosed(createEvent, { customerId, at })];
    const outcome = await accounts.close(customerId, { at, name: closedName, announce: events });
    if (outcome === 'ordersOnTheirWay') return { outcome };
    // Another request was first, and its event is on its way.
    if (outcome === 'unknown') return { outcome: 'wrongPassword' };
    await committed(events);
    return { outcome: 'closed', at };
  };
}
