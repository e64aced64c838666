import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createSilentLogger, type Subgraph } from '@mosaico/service';
import { createTestDatabase, waitFor } from '@mosaico/testing';
import type { Passwords } from '../src/domain/accounts/password.ts';
import type { Mail, Mailer } from '../src/mail/mailer.ts';
import { startMailSender } from '../src/mail/mail-sender.ts';
import { accessTokenSecret, ask, aSubgraph, codes, customer } from './ask.ts';
import { useShop } from './engines.ts';
import { eventsIn } from './events.ts';
import { numbers, times } from './records.ts';
import { recordCalls } from './record-calls.ts';

const first = 'correct horse battery';
const second = 'another long password';
const ada = customer('100000001');
const register = `mutation { register(input: { email: "Ada@example.com", password: "${first}", name: "Ada" }) { __typename } }`;
const verify = 'mutation ($token: String!) { verifyEmail(token: $token) { __typename ... on Problem { message } } }';
const forgot = `mutation ($email: String!) {
  requestPasswordReset(email: $email) { __typename ... on MailRequested { message } ... on TooManyAttempts { retryAfter } }
}`;
const reset = `mutation ($token: String!, $password: String!) {
  resetPassword(token: $token, newPassword: $password) { __typename ... on Problem { message } }
}`;
const change = `mutation ($from: String!, $to: String!) {
  changePassword(currentPassword: $from, newPassword: $to) { __typename ... on Session { refreshToken } ... on Problem { message } }
}`;
const refresh = 'mutation ($token: String!) { refreshSession(refreshToken: $token) { __typename } }';
const login = `mutation ($password: String!) {
  login(input: { email: "ada@example.com", password: $password }) { __typename ... on Session { refreshToken } }
}`;

/** Cheap: what these tests are about is not the hashing. */
const passwords: Passwords = {
  hash: (password) => Promise.resolve(`hash of ${password}`),
  verify: (passwordHash, password) => Promise.resolve(passwordHash === `hash of ${password}`),
};

describe('the mail of accounts', () => {
  let stop: () => Promise<void>;
  // Before the shop closes: a sender that asks of a closed store waits long.
  afterEach(() => stop());
  const shop = useShop(createTestDatabase);
  let at: Date;
  let sent: Mail[];
  let subgraph: Subgraph;

  beforeEach(async () => {
    at = new Date('2026-03-04T05:06:07.000Z');
    sent = [];
    const mailer: Mailer = { send: (mail) => Promise.resolve(void sent.push(mail)), close: () => Promise.resolve() };
    const sender = startMailSender({
      queue: shop().stores.mails,
      mailer,
      publicUrl: 'https://shop.example',
      tokenKey: accessTokenSecret,
      lookEveryMs: 10,
      now: () => at,
      logger: createSilentLogger(),
    });
    stop = () => sender.stop();
    subgraph = aSubgraph({ stores: shop().stores, passwords, now: () => at });
    // Its server has begun before the test does.
    await ask(subgraph, '{ __typename }');
  });

  async function mutate(query: string, variables: Record<string, unknown> = {}, as?: typeof ada) {
    const answer = await ask(subgraph, query, { variables, ...(as ? { identity: as } : {}) });
    expect(answer.errors).toEqual([]);
    return Object.values(answer.data ?? {})[0] as { __typename: string; message?: string; refreshToken?: string };
  }
  /** The token of the newest mail of a subject, once it has come. */
  async function tokenOf(subject: string, count = 1): Promise<string> {
    const of = () => sent.filter((mail) => mail.subject === subject);
    await waitFor(() => of().length === count, { deadlineMs: 60_000, describe: `${count} mails: ${subject}` });
    return /token=([\w-]{43})/.exec(of().at(-1)?.text ?? '')?.[1] ?? '';
  }
  const isVerified = async () => {
    const { data } = await ask(subgraph, '{ me { emailVerified } }', { identity: ada });
    return (data?.['me'] as { emailVerified: boolean }).emailVerified;
  };

  test('asks whoever registers whether it arrives, and takes the token once', async () => {
    await mutate(register);
    const token = await tokenOf('Is this your e-mail address?');
    expect(await isVerified()).toBe(false);
    expect(await mutate(verify, { token: 'x'.repeat(43) })).toMatchObject({ __typename: 'InvalidMailToken' });
    expect(await mutate(verify, { token })).toEqual({ __typename: 'EmailVerified' });
    expect(await isVerified()).toBe(true);
    expect(await mutate(verify, { token })).toEqual({
      __typename: 'InvalidMailToken',
      message: 'This token does not hold: it was used before, or is too old. Ask for another mail.',
    });
    expect((await eventsIn(shop())).map(({ type }) => type)).toEqual([
      'customer.registered',
      'session.started',
      'customer.updated',
    ]);
  });

  test('sends another token to who asks for it while logged in, a few times', async () => {
    await mutate(register);
    await tokenOf('Is this your e-mail address?');
    const again = 'mutation { requestEmailVerification { __typename ... on TooManyAttempts { retryAfter } } }';
    expect(codes(await ask(subgraph, again))).toEqual({ requestEmailVerification: 'UNAUTHENTICATED' });
    expect(await mutate(again, {}, ada)).toEqual({ __typename: 'MailRequested' });
    const token = await tokenOf('Is this your e-mail address?', 2);
    expect(await mutate(verify, { token })).toEqual({ __typename: 'EmailVerified' });
    await times(9, async () => expect(await mutate(again, {}, ada)).toEqual({ __typename: 'MailRequested' }));
    expect(await mutate(again, {}, ada)).toEqual({ __typename: 'TooManyAttempts', retryAfter: 900 });
  });

  test('of a forgotten password is asked for with the same answer and the same questions, whether there is an account or not', async () => {
    await mutate(register);
    const recorded = recordCalls(shop().stores);
    subgraph = aSubgraph({ stores: recorded.stores, passwords, now: () => at });
    const answers = [
      await mutate(forgot, { email: 'ADA@example.com' }),
      await mutate(forgot, { email: 'nobody@example.com' }),
    ];
    expect(answers).toEqual(
      numbers(2).map(() => ({
        __typename: 'MailRequested',
        message: 'If an account has this address, a mail to it is on its way.',
      })),
    );
    expect(recorded.calls.map(([name]) => name)).toEqual([
      'attempts.count',
      'mails.add',
      'attempts.count',
      'mails.add',
    ]);
    await tokenOf('A new password');
    await waitFor(async () => (await shop().stores.mails.count()) === 0, { deadlineMs: 60_000, describe: 'no mail' });
    expect(sent.filter(({ to }) => to.address !== 'ada@example.com')).toEqual([]);
  });

  test('brings a new password, which ends all logins and says so; an old token and a weak password do not', async () => {
    await mutate(register);
    const { refreshToken: token } = await mutate(login, { password: first });
    await mutate(forgot, { email: 'ada@example.com' });
    const resetToken = await tokenOf('A new password');
    expect(await mutate(reset, { token: resetToken, password: 'short' })).toMatchObject({ __typename: 'WeakPassword' });
    expect(await mutate(reset, { token: resetToken, password: second })).toEqual({ __typename: 'PasswordReset' });
    await tokenOf('Your password was changed');
    expect(await mutate(reset, { token: resetToken, password: first })).toMatchObject({
      __typename: 'InvalidMailToken',
    });
    expect(await mutate(refresh, { token })).toEqual({ __typename: 'InvalidRefreshToken' });
    expect(await mutate(login, { password: first })).toEqual({ __typename: 'InvalidCredentials' });
    expect(await mutate(login, { password: second })).toMatchObject({ __typename: 'Session' });
    expect(await isVerified()).toBe(true);

    await mutate(forgot, { email: 'ada@example.com' });
    const late = await tokenOf('A new password', 2);
    at = new Date(at.getTime() + 3_600_000);
    expect(await mutate(reset, { token: late, password: first })).toMatchObject({ __typename: 'InvalidMailToken' });
  });

  test('tells of a password that was changed by who knows it; every other login has ended', async () => {
    await mutate(register);
    const { refreshToken: elsewhere } = await mutate(login, { password: first });
    expect(codes(await ask(subgraph, change, { variables: { from: first, to: second } }))).toEqual({
      changePassword: 'UNAUTHENTICATED',
    });
    expect(await mutate(change, { from: second, to: second }, ada)).toEqual({
      __typename: 'WrongPassword',
      message: 'This is not the password of the account.',
    });
    expect(await mutate(change, { from: first, to: 'Ada@example.com' }, ada)).toMatchObject({
      __typename: 'WeakPassword',
    });
    const { refreshToken: here } = await mutate(change, { from: first, to: second }, ada);
    expect(await mutate(refresh, { token: elsewhere })).toEqual({ __typename: 'InvalidRefreshToken' });
    expect(await mutate(refresh, { token: here })).toEqual({ __typename: 'Session' });
    await tokenOf('Your password was changed');
    await times(10, () => mutate(change, { from: first, to: first }, ada));
    expect(await mutate(change, { from: second, to: first }, ada)).toMatchObject({ __typename: 'TooManyAttempts' });
  });
});
