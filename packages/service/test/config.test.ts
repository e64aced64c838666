import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { ConfigError, parseConfig, portSchema, processConfigShape, urlSchema } from '../src/index.ts';

const schema = z.object({
  ...processConfigShape,
  PORT: portSchema.default(4000),
  MYSQL_URL: urlSchema('mysql').optional(),
});

function faultsOf(environment: Record<string, string>): string {
  try {
    parseConfig(schema, environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('expected a ConfigError');
}

describe('the configuration of a process', () => {
  test('has a default for everything', () => {
    expect(parseConfig(schema, {})).toMatchObject({
      DATA_DIR: '.data',
      HOST: '127.0.0.1',
      PORT: 4000,
      SHOP_CURRENCY: 'GBP',
    });
  });

  test('takes an empty variable as absent', () => {
    expect(parseConfig(schema, { PORT: '', MYSQL_URL: '' })).toMatchObject({ PORT: 4000 });
  });

  test('reports every fault at once, each with its variable, what was required and what arrived', () => {
    expect(faultsOf({ PORT: '70000', LOG_LEVEL: 'loud', MYSQL_URL: 'postgres://x' })).toBe(
      [
        'The configuration is not valid:',
        '  LOG_LEVEL: must be one of trace, debug, info, warn, error, fatal, silent; got "loud"',
        '  PORT: must be a port number from 0 to 65535; got "70000"',
        '  MYSQL_URL: must be a URL that begins with mysql://; got "postgres://x"',
      ].join('\n'),
    );
  });

  test('shows neither a secret nor the password of a URL', () => {
    const message = faultsOf({ ACCESS_TOKEN_SECRET: 'hunter2', MYSQL_URL: 'postgres://shop:hunter2@db/shop' });
    expect(message).not.toContain('hunter2');
    expect(message).toContain('got 7 characters (not shown)');
    expect(message).toContain('postgres://shop:***@db/shop');
    const list = faultsOf({ MYSQL_URL: 'x://shop:hunter2@one/shop,x://shop:hunter2@two/shop' });
    expect(list).toContain('"x://shop:***@one/shop,x://shop:***@two/shop"');
  });
});
