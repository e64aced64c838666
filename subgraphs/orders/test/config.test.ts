import { expect, test } from '@jest/globals';
import { parseConfig } from '@mosaico/service';
import { z } from 'zod';
import { ordersConfigShape } from '../src/config.ts';

const parse = (environment: Record<string, string>) => parseConfig(z.object(ordersConfigShape), environment);

test('without variables the store is embedded and a login lasts a quarter of an hour', () => {
  expect(parse({})).toEqual({ ACCESS_TOKEN_LIFETIME_SECONDS: 900, MYSQL_REPLICA_MAX_LAG_SECONDS: 5 });
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
