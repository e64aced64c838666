import type { SendMailOptions } from 'nodemailer';
import type { Mail } from './mailer.ts';

/** A letter in nodemailer's terms. @param from such as `Mosaico <shop@mosaico.example>` */
export function toMessage(mail: Mail, { from }: { from: string }): SendMailOptions {
  return {
    from,
    to: { name: mail.to.name, address: mail.to.address },
    subject: mail.subject,
    text: mail.text,
    date: mail.date,
    messageId: `<${mail.id}@mosaico>`,
    // Nobody's holiday is to answer a machine: RFC 3834.
    headers: { 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
