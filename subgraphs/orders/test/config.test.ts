import { expect, test } from '@jest/globals';
import { parseConfig } from '@mosaico/service';
import { z } from 'zod';
import { isOutboxCaptured, ordersConfigShape } from '../src/config.ts';

const parse = (environment: Record<string, string>) => parseConfig(z.object(ordersConfigShape), environment);

test('without variables the store is embedded and an access token holds a quarter of an hour, a login a month', () => {
  expect(parse({})).toEqual({
    ACCESS_TOKEN_LIFETIME_SECONDS: 900,
    SESSION_LIFETIME_SECONDS: 2_592_000,
    LOGIN_ATTEMPTS_PER_ACCOUNT: 10,
    LOGIN_ATTEMPTS_PER_ADDRESS: 100,
    LOGIN_ATTEMPTS_WINDOW_SECONDS: 900,
    MAIL_FROM: 'Mosaico <shop@mosaico.example>',
    PUBLIC_URL: 'http://127.0.0.1:4000',
    MYSQL_REPLICA_MAX_LAG_SECONDS: 5,
    MYSQL_OUTBOX_RELAY: 'on',
    RESERVATION_MINUTES: 15,
  });
});

test('every faulty variable is told, with what was required and what arrived', () => {
  expect(() => parse({ MYSQL_URL: 'postgres://me:secret@host/db', ACCESS_TOKEN_LIFETIME_SECONDS: '0' })).toThrow(
    [
      'The configuration is not valid:',
      '  MYSQL_URL: must be a URL that begins with mysql://; got "postgres://me:***@host/db"',
      '  ACCESS_TOKEN_LIFETIME_SECONDS: must be a whole number of seconds from 1 to 86400; got 1 characters (not shown)',
    ].join('\n'),
  );
});

test('replicas are a list of URLs, with one bound for their lag', () => {
  const urls = 'mysql://me:secret@one/orders, mysql://me:secret@two:3307/orders?ssl-mode=VERIFY_CA';
  expect(parse({ MYSQL_REPLICA_URLS: urls, MYSQL_REPLICA_MAX_LAG_SECONDS: '2' })).toMatchObject({
    MYSQL_REPLICA_URLS: ['mysql://me:secret@one/orders', 'mysql://me:secret@two:3307/orders?ssl-mode=VERIFY_CA'],
    MYSQL_REPLICA_MAX_LAG_SECONDS: 2,
  });
  const faulty = { MYSQL_REPLICA_URLS: `${urls}&compress=true`, MYSQL_REPLICA_MAX_LAG_SECONDS: '1' };
  expect(() => parse(faulty)).toThrow(
    [
      'The configuration is not valid:',
      '  MYSQL_REPLICA_URLS: must have no parameter but ssl-mode and ssl-ca; got "mysql://me:***@one/orders, mysql://me:***@two:3307/orders?ssl-mode=VERIFY_CA&compress=true"',
      '  MYSQL_REPLICA_MAX_LAG_SECONDS: must be a whole number of seconds from 2 to 3600; got "1"',
    ].join('\n'),
  );
});

test('the relay of the outbox is off only where Debezium can read it and write to the bus', () => {
  const servers = { MYSQL_URL: 'mysql://me:secret@one/orders', REDIS_L2_URL: 'redis://two' };
  expect(isOutboxCaptured(parse({}))).toBe(false);
  expect(isOutboxCaptured({ ...servers, ...parse({ MYSQL_OUTBOX_RELAY: 'on' }) })).toBe(false);
  expect(isOutboxCaptured({ ...parse({ MYSQL_OUTBOX_RELAY: 'off' }), ...servers })).toBe(true);
  expect(() => isOutboxCaptured(parse({ MYSQL_OUTBOX_RELAY: 'off' }))).toThrow(
    [
      'The configuration is not valid:',
      '  MYSQL_URL: must be given where MYSQL_OUTBOX_RELAY is off; got nothing',
      '  REDIS_L2_URL: must be given where MYSQL_OUTBOX_RELAY is off; got nothing',
    ].join('\n'),
  );
  expect(() => parse({ MYSQL_OUTBOX_RELAY: 'no' })).toThrow('MYSQL_OUTBOX_RELAY: must be on or off; got "no"');
});
