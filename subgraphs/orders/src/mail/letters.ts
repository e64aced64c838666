import type { MailKind } from '../store/accounts/mail-queue.ts';

/** How long what a letter brings holds, as it is said to its reader. */
const lastsFor = (hours: number): string => (hours === 1 ? 'an hour' : `${hours} hours`);

/**
 * The text of a letter.
 * @param options.link to the page of the front end that takes the token; ends in it
 */
export function letterOf(
  kind: MailKind,
  options: { name: string; link: string; hours: number },
): { subject: string; text: string } {
  const { name, link, hours } = options;
  switch (kind) {
    case 'verifyEmail':
      return {
        subject: 'Is this your e-mail address?',
        text: lines(
          `Hello ${name},`,
          '',
          'somebody has opened an account with this address. If it was you, say so here:',
          '',
          link,
          '',
          `The link holds for ${lastsFor(hours)}. If it was not you, there is nothing to do.`,
        ),
      };
    case 'resetPassword':
      return {
        subject: 'A new password',
        text: lines(
          `Hello ${name},`,
          '',
          'somebody has asked for a new password for your account. If it was you, choose one here:',
          '',
          link,
          '',
          `The link holds for ${lastsFor(hours)}, once. If it was not you, there is nothing to do: your password stays.`,
        ),
      };
    case 'passwordChanged':
      return {
        subject: 'Your password was changed',
        text: lines(
          `Hello ${name},`,
          '',
          'the password of your account was changed, and all of its logins have ended.',
          'If it was not you, ask for a new password at once:',
          '',
          link,
        ),
      };
  }
}

function lines(...all: string[]): string {
  return `${all.join('\n')}\n`;
}
