import { startRounds, type Logger } from '@mosaico/service';
import type { MailKind, MailQueue, QueuedMail } from '../store/accounts/mail-queue.ts';
import { letterOf } from './letters.ts';
import { tokenLifetimesMs, tokenOf } from './mail-tokens.ts';
import { MailRefused, type Mailer } from './mailer.ts';

/** Sends what waits in the queue of mail. */
export interface MailSender {
  /** To be called after each commit that queued mail: it is on its way at once, not at the next look. Never throws. */
  wake(): void;
  /** Resolves when what is being sent has ended; nothing is begun after. */
  stop(): Promise<void>;
}

/** A look finds what a process that died left behind, and what is to be tried again. */
const usualLookEveryMs = 5_000;
const mailsAtOnce = 10;
/** For longer than sending takes, or two processes send one mail. */
const leaseMs = 120_000;
const firstRestMs = 30_000;
const longestRestMs = 3_600_000;
/** After so long a mail is of no use to its reader. */
const patienceMs = 48 * 3_600_000;

/** The pages of a front end that take what a mail brings. */
const pages: Record<MailKind, string> = {
  verifyEmail: '/verify-email',
  resetPassword: '/reset-password',
  passwordChanged: '/forgot-password',
};

/**
 * Starts to send: at once, after each `wake`, and from time to time. Several senders of one queue, in as many processes, are
 * safe. A mail goes at least once: a process that ends between the sending and the noting of it leaves it to be sent again, as
 * the same letter.
 */
export function startMailSender(options: {
  queue: MailQueue;
  mailer: Mailer;
  /** Where the front end is, such as `https://shop.example`. */
  publicUrl: string;
  /** By which tokens are made. */
  tokenKey: string;
  lookEveryMs?: number;
  now: () => Date;
  logger: Logger;
}): MailSender {
  const { queue, mailer, publicUrl, tokenKey, lookEveryMs = usualLookEveryMs, now, logger } = options;

  async function send(mail: QueuedMail): Promise<void> {
    const at = now();
    const token = tokenOf(mail, { key: tokenKey, at });
    const reader = await queue.address(mail, { token: token?.kept ?? null, at });
    if (reader === null) return;
    const link = `${publicUrl.replace(/\/$/, '')}${pages[mail.kind]}${token === null ? '' : `?token=${token.text}`}`;
    const hours = (tokenLifetimesMs[mail.kind] ?? 0) / 3_600_000;
    await mailer.send({
      id: mail.id,
      to: { name: reader.name, address: reader.email },
      ...letterOf(mail.kind, { name: reader.name, link, hours }),
      date: at,
    });
  }

  async function sendOrPostpone(mail: QueuedMail & { readonly tries: number }): Promise<void> {
    try {
      await send(mail);
    } catch (error) {
      const isTooOld = now().getTime() - mail.createdAt.getTime() > patienceMs;
      const details = { err: error, mail: mail.id, kind: mail.kind, tries: mail.tries };
      if (!(error instanceof MailRefused) && !isTooOld) {
        logger.warn(details, 'a mail could not be sent, and will be tried again');
        const restMs = Math.min(firstRestMs * 2 ** (mail.tries - 1), longestRestMs);
        await queue.postpone(mail.id, { until: new Date(now().getTime() + restMs) });
        return;
      }
      logger.error(details, 'a mail was given up');
    }
    await queue.remove(mail.id);
  }

  async function look(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const mails = await queue.claim({ at: now(), leaseMs, limit: mailsAtOnce });
      if (mails.length === 0) return;
      for (const mail of mails) await sendOrPostpone(mail);
    }
  }

  return startRounds({
    round: look,
    everyMs: lookEveryMs,
    failed: (error) => logger.warn({ err: error }, 'the queue of mail cannot be read'),
  });
}
