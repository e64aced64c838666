import { createTransport } from 'nodemailer';
import { toMessage } from './compose.ts';
import { MailRefused, type Mailer } from './mailer.ts';

/** How long a server may take for each step, in milliseconds. */
const timeoutMs = 10_000;

/** Hands letters to an SMTP server. @param options.url `smtp://user:password@host:587`, `smtps://…` for TLS from the beginning */
export function createSmtpMailer(options: { url: string; from: string }): Mailer {
  const { hostname: host, port, username, password, protocol } = new URL(options.url);
  const secure = protocol === 'smtps:';
  const transport = createTransport({
    pool: true,
    host: host.replace(/^\[|\]$/g, ''),
    port: port === '' ? (secure ? 465 : 587) : Number(port),
    secure,
    ...(username === '' ? {} : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
  });
  return {
    async send(mail) {
      try {
        await transport.sendMail(toMessage(mail, options));
      } catch (error) {
        if (isForGood(error)) throw new MailRefused('The mail server refuses the letter.', { cause: error });
        throw error;
      }
    },
    close() {
      transport.close();
      return Promise.resolve();
    },
  };
}

/** A reply of 5yz to the letter itself, RFC 5321 section 4.2.1; what a server says to the login may change tomorrow. */
function isForGood(error: unknown): boolean {
  if (!Error.isError(error) || !('responseCode' in error) || !('code' in error)) return false;
  return Number(error.responseCode) >= 500 && (error.code === 'EENVELOPE' || error.code === 'EMESSAGE');
}
