import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createFileMailer } from '../src/mail/file-mailer.ts';
import { MailRefused, type Mailer } from '../src/mail/mailer.ts';
import { openMailer } from '../src/mail/open-mailer.ts';
import { createSmtpMailer } from '../src/mail/smtp-mailer.ts';
import { aMail, mailerContract, readLetter } from './mailer.contract.ts';
import { startSmtpServer, type TestSmtpServer } from './smtp-server.ts';

const from = 'Shop <shop@example.com>';

describe('a mailer into a folder', () => {
  let folder: string;
  let mailer: Mailer;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mosaico-mail-'));
    mailer = createFileMailer({ folder: join(folder, 'mail'), from });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const files = () => readdirSync(join(folder, 'mail')).map((file) => join(folder, 'mail', file));

  mailerContract(() => ({
    mailer,
    received: () => Promise.resolve(files().map((file) => readLetter(readFileSync(file, 'utf8')))),
  }));

  test('makes files that nobody else on the machine reads, one for each letter', async () => {
    for (const id of ['a', 'b', 'a']) await mailer.send(aMail({ id }));
    expect(readdirSync(join(folder, 'mail')).sort()).toEqual(['a.eml', 'b.eml']);
    for (const file of files()) expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('is what a shop has that names no mail server', async () => {
    await openMailer({ DATA_DIR: folder, MAIL_FROM: from }).send(aMail({ id: 'default' }));
    expect(readdirSync(join(folder, 'mail'))).toEqual(['default.eml']);
  });
});

describe('a mailer to an SMTP server', () => {
  let server: TestSmtpServer;
  let mailer: Mailer;
  beforeEach(async () => {
    server = await startSmtpServer();
    mailer = createSmtpMailer({ url: server.url, from });
  });
  afterEach(async () => {
    await mailer.close();
    await server.close();
  });

  mailerContract(() => ({ mailer, received: () => Promise.resolve(server.letters.map(readLetter)) }));

  test.each([
    [550, 'No such mailbox', true],
    [451, 'Try again later', false],
  ])('that says %i gives up a letter for good, or for now', async (responseCode, message, isForGood) => {
    server.refuseWith = { responseCode, message };
    const refused = await mailer.send(aMail()).then(
      () => null,
      (error: unknown) => error,
    );
    expect(refused).not.toBeNull();
    expect(refused instanceof MailRefused).toBe(isForGood);
    server.refuseWith = null;
    await mailer.send(aMail());
    expect(server.letters).toHaveLength(1);
  });

  test('that is away, or knows another password, may take the letter later', async () => {
    const wrong = createSmtpMailer({ url: server.url.replace('password', 'other'), from });
    await expect(wrong.send(aMail())).rejects.not.toBeInstanceOf(MailRefused);
    await wrong.close();
    const { url } = server;
    await server.close();
    const late = createSmtpMailer({ url, from });
    await expect(late.send(aMail())).rejects.not.toBeInstanceOf(MailRefused);
    await late.close();
  });
});
