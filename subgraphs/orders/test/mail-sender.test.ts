import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createSilentLogger } from '@mosaico/service';
import { createTestDatabase, waitFor } from '@mosaico/testing';
import { startMailSender, type MailSender } from '../src/mail/mail-sender.ts';
import { MailRefused, type Mail, type Mailer } from '../src/mail/mailer.ts';
import type { QueuedMail } from '../src/store/accounts/mail-queue.ts';
import { useShop } from './engines.ts';
import { aCustomer } from './records.ts';

const deadlineMs = 60_000;

describe('the sender of mail', () => {
  const senders: MailSender[] = [];
  // Before the shop closes: a sender that asks of a closed store waits long.
  afterEach(async () => {
    for (const sender of senders.splice(0)) await sender.stop();
  });
  const shop = useShop(createTestDatabase);
  let at: Date;
  let sent: Mail[];
  let failure: Error | null;
  const mailer: Mailer = {
    send(mail) {
      if (failure !== null) return Promise.reject(failure);
      sent.push(mail);
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  };
  const start = (given: Partial<Parameters<typeof startMailSender>[0]> = {}): MailSender => {
    const sender = startMailSender({
      queue: shop().stores.mails,
      mailer,
      publicUrl: 'https://shop.example/',
      tokenKey: 'a key of tokens',
      lookEveryMs: 10,
      now: () => at,
      logger: createSilentLogger(),
      ...given,
    });
    senders.push(sender);
    return sender;
  };
  const add = (changes: Partial<QueuedMail> = {}) =>
    shop().stores.mails.add({
      id: 'mail-1',
      kind: 'resetPassword',
      to: { customerId: '1' },
      createdAt: at,
      ...changes,
    });
  const emptied = () =>
    waitFor(async () => (await shop().stores.mails.count()) === 0, { deadlineMs, describe: 'an empty queue of mail' });

  beforeEach(async () => {
    at = new Date('2026-03-04T05:06:07.000Z');
    sent = [];
    failure = null;
    await shop().stores.customers.upsert([aCustomer({ id: '1', email: 'ada@example.com', name: 'Ada' })]);
  });

  test('finds what was queued before it began, and brings a link with a token that holds', async () => {
    await add();
    start();
    await emptied();
    expect(sent).toMatchObject([
      { id: 'mail-1', to: { name: 'Ada', address: 'ada@example.com' }, subject: 'A new password', date: at },
    ]);
    const [, token = ''] =
      /https:\/\/shop\.example\/reset-password\?token=([\w-]{43})\n/.exec(sent[0]?.text ?? '') ?? [];
    const rows = JSON.stringify([await shop().database.knex('mail_tokens')]);
    expect(rows).toContain('resetPassword');
    expect(rows).not.toContain(token);
    expect(sent[0]?.text).toContain('The link holds for an hour, once.');
  });

  test('sends nothing to an address that nobody has, and does not keep it', async () => {
    await add({ to: { email: 'nobody@example.com' } });
    await add({ id: 'mail-2', to: { email: 'ada@example.com' } });
    start();
    await emptied();
    expect(sent.map(({ id }) => id)).toEqual(['mail-2']);
  });

  test('tries again what could not be sent, later and later, as the same letter with the same token', async () => {
    failure = new Error('The mail server is away.');
    await add();
    const sender = start();
    const nextTry = async () =>
      (await shop().database.knex('mail_outbox').pluck<Date[]>('next_try_at'))[0]?.getTime() ?? 0;
    const waits = async (seconds: number) =>
      waitFor(async () => (await nextTry()) === at.getTime() + seconds * 1_000, {
        deadlineMs,
        describe: `a try in ${seconds} s`,
      });
    await waits(30);
    at = new Date(at.getTime() + 30_000);
    sender.wake();
    await waits(60);
    failure = null;
    at = new Date(at.getTime() + 60_000);
    sender.wake();
    await emptied();
    expect(sent.map(({ id }) => id)).toEqual(['mail-1']);
    expect(await shop().database.knex('mail_tokens')).toHaveLength(1);
  });

  test('gives up what is refused for good, or is too old to be of use', async () => {
    failure = new MailRefused('No such mailbox');
    await add();
    start();
    await emptied();
    failure = new Error('The mail server is away.');
    await add({ id: 'mail-2', createdAt: new Date(at.getTime() - 49 * 3_600_000) });
    await emptied();
    expect(sent).toEqual([]);
  });

  test('is one of several: each letter goes once', async () => {
    for (let number = 1; number <= 30; number++) await add({ id: `mail-${number}`, kind: 'passwordChanged' });
    for (let number = 1; number <= 4; number++) start();
    await emptied();
    expect(new Set(sent.map(({ id }) => id)).size).toBe(30);
    expect(sent).toHaveLength(30);
  });

  test('sends again what a process had taken that was killed', async () => {
    await add();
    await shop().stores.mails.claim({ at, leaseMs: 120_000, limit: 1 });
    at = new Date(at.getTime() + 120_000);
    start();
    await emptied();
    expect(sent.map(({ id }) => id)).toEqual(['mail-1']);
  });
});
