import { expect, test } from '@jest/globals';
import { parseConfig } from '@mosaico/service';
import { z } from 'zod';
import { analyticsConfigShape } from '../src/index.ts';

const schema = z.object(analyticsConfigShape);

test('Nothing needs to be configured', () => {
  expect(parseConfig(schema, {})).toEqual({ POSTGRES_POOL_MAX: 10 });
});

test('A faulty variable is named with what it must be and what arrived, without a password', () => {
  const faulty = {
    POSTGRES_URL: 'mysql://me:secret@db/analytics',
    POSTGRES_REPLICA_URL: 'replica',
    POSTGRES_POOL_MAX: '0',
  };
  expect(() => parseConfig(schema, faulty)).toThrow(
    `The configuration is not valid:
  POSTGRES_URL: must be a URL that begins with postgres:// or postgresql://; got "mysql://me:***@db/analytics"
  POSTGRES_REPLICA_URL: must be a URL that begins with postgres:// or postgresql://; got "replica"
  POSTGRES_POOL_MAX: must be a whole number from 1 to 100; got "0"`,
  );
});
