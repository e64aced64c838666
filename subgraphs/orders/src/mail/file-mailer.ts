import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { toMessage } from './compose.ts';
import type { Mailer } from './mailer.ts';

/** Puts letters into a folder, an `.eml` file each, which mail programs open: for a shop that sends to nobody. */
export function createFileMailer(options: { folder: string; from: string }): Mailer {
  const { folder } = options;
  const composer = createTransport({ streamTransport: true, buffer: true, newline: 'unix' });
  return {
    async send(mail) {
      const { message } = await composer.sendMail(toMessage(mail, options));
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const file = join(folder, `${mail.id}.eml`);
      // Whole or not at all, for whoever looks into the folder meanwhile.
      await writeFile(`${file}.part`, message, { mode: 0o600 });
      await rename(`${file}.part`, file);
    },
    close: () => Promise.resolve(),
  };
}
