import { join } from 'node:path';
import { createFileMailer } from './file-mailer.ts';
import type { Mailer } from './mailer.ts';
import { createSmtpMailer } from './smtp-mailer.ts';

/** The server of `MAIL_URL`, or, without one, the folder `mail` of the data folder. */
export function openMailer(config: { DATA_DIR: string; MAIL_URL?: string | undefined; MAIL_FROM: string }): Mailer {
  const { DATA_DIR, MAIL_URL: url, MAIL_FROM: from } = config;
  return url === undefined
    ? createFileMailer({ folder: join(DATA_DIR, 'mail'), from })
    : createSmtpMailer({ url, from });
}
