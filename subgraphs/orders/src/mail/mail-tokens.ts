import { createHmac } from 'node:crypto';
import { hashToken } from '../domain/accounts/secret-token.ts';
import type { MailKind, MailToken, QueuedMail } from '../store/accounts/mail-queue.ts';

const hourMs = 3_600_000;

/** How long the token of a mail holds, in milliseconds; null for a mail that brings none. */
export const tokenLifetimesMs: Record<MailKind, number | null> = {
  verifyEmail: 48 * hourMs,
  resetPassword: hourMs,
  passwordChanged: null,
};

/**
 * The token that a mail brings: made of the mail's id under a key, so that the queue holds nothing that opens an account, and a
 * mail that is sent twice brings the same.
 */
export function tokenOf(
  mail: QueuedMail,
  { key, at }: { key: string; at: Date },
): { text: string; kept: MailToken } | null {
  const lifetimeMs = tokenLifetimesMs[mail.kind];
  if (lifetimeMs === null || mail.kind === 'passwordChanged') return null;
  const text = createHmac('sha256', key).update(`mosaico:mail-token:${mail.kind}:${mail.id}`).digest('base64url');
  return {
    text,
    kept: { hash: hashToken(text), purpose: mail.kind, expiresAt: new Date(at.getTime() + lifetimeMs) },
  };
}
