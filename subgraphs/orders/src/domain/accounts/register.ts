import type { CreateEvent, ShopEvent } from '@mosaico/bus';
import { badUserInput, shortened } from '@mosaico/service';
import type { CustomerStore } from '../../store/customer-store.ts';
import { requireEmail } from './email.ts';
import { customerRegistered } from '../events.ts';
import { passwordWeakness, requirePasswordLength, type Passwords } from './password.ts';
import type { OpenSession, SessionRecord } from './session.ts';

type RegisterOutcome =
  | { outcome: 'registered'; session: SessionRecord }
  | { outcome: 'emailTaken' }
  | { outcome: 'weakPassword'; advice: string };

export type Register = (input: { email: string; password: string; name: string }) => Promise<RegisterOutcome>;

/** Opens a customer account, logs it in, and sends a mail that asks whether it arrives. @throws BAD_USER_INPUT for what cannot be an e-mail address, a password or a name. */
export function createRegister(options: {
  customers: Pick<CustomerStore, 'add'>;
  passwords: Passwords;
  openSession: OpenSession;
  mailQueued: () => void;
  newId: () => string;
  createEvent: CreateEvent;
  /** What follows when events are committed; never rejects. */
  committed: (events: readonly ShopEvent[]) => Promise<void>;
  now: () => Date;
}): Register {
  const { customers, passwords, openSession, mailQueued, newId, createEvent, committed, now } = options;
  return async (input) => {
    const email = requireEmail(input.email);
    const name = requireName(input.name);
    requirePasswordLength(input.password);
    const advice = passwordWeakness(input.password, { email });
    if (advice !== null) return { outcome: 'weakPassword', advice };

    const passwordHash = await passwords.hash(input.password);
    let events: ShopEvent[] = [];
    const createdAt = now();
    const added = await customers.add(
      { email, name, passwordHash, createdAt },
      {
        announce: (customer) => (events = [customerRegistered(createEvent, customer)]),
        mail: ({ id: customerId }) => ({ id: newId(), kind: 'verifyEmail', to: { customerId }, createdAt }),
      },
    );
    if (added.outcome === 'emailTaken') return added;
    mailQueued();
    await committed(events);
    const session = await openSession(added.customer);
    if (session === null) throw new Error('An account that was just opened is closed.');
    return { outcome: 'registered', session };
  };
}

function requireName(name: string): string {
  const trimmed = name.trim();
  const { length } = Array.from(trimmed);
  if (length >= 1 && length <= 100 && !/\p{Cc}/u.test(trimmed)) return trimmed;
  throw badUserInput(`name must have 1 to 100 characters, none of them a control character; got ${shortened(name)}.`);
}
