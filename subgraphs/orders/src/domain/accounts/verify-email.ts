import type { CreateEvent, ShopEvent } from '@mosaico/bus';
import { requireLogin, type Identity } from '@mosaico/service';
import type { AccountStore } from '../../store/accounts/account-store.ts';
import type { MailQueue } from '../../store/accounts/mail-queue.ts';
import { customerUpdated } from '../events.ts';
import type { Admit } from './attempt-limit.ts';
import { hashToken } from './secret-token.ts';

export type VerifyEmail = (input: { token: string }) => Promise<'verified' | 'invalidToken'>;
export type RequestEmailVerification = (input: {
  identity: Identity;
  clientAddress: string | null;
}) => Promise<{ outcome: 'sent' } | { outcome: 'tooManyAttempts'; retryAfter: number }>;

/** Takes the token of a mail for the proof that mail reaches its reader. */
export function createVerifyEmail(options: {
  accounts: Pick<AccountStore, 'verifyEmail'>;
  createEvent: CreateEvent;
  /** What follows when events are committed; never rejects. */
  committed: (events: readonly ShopEvent[]) => Promise<void>;
  now: () => Date;
}): VerifyEmail {
  const { accounts, createEvent, committed, now } = options;
  return async ({ token }) => {
    const at = now();
    let events: readonly ShopEvent[] = [];
    const isVerified = await accounts.verifyEmail(hashToken(token), {
      at,
      announce: (customerId) => (events = [customerUpdated(createEvent, { customerId, at })]),
    });
    if (!isVerified) return 'invalidToken';
    await committed(events);
    return 'verified';
  };
}

/** Sends the caller another mail with a token, unless their address is verified. @throws UNAUTHENTICATED for a guest */
export function createRequestEmailVerification(options: {
  mails: Pick<MailQueue, 'add'>;
  admit: Admit;
  mailQueued: () => void;
  newId: () => string;
  now: () => Date;
}): RequestEmailVerification {
  const { mails, admit, mailQueued, newId, now } = options;
  return async ({ identity, clientAddress }) => {
    const customerId = requireLogin(identity);
    const admission = await admit('verify', { account: customerId, clientAddress });
    if (admission.outcome === 'tooManyAttempts') return admission;
    await mails.add({ id: newId(), kind: 'verifyEmail', to: { customerId }, createdAt: now() });
    mailQueued();
    return { outcome: 'sent' };
  };
}
