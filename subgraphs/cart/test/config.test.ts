import { describe, expect, test } from '@jest/globals';
import { parseConfig } from '@mosaico/service';
import { z } from 'zod';
import { cartConfigShape } from '../src/config.ts';

const parsed = (environment: Record<string, string>) => parseConfig(z.object(cartConfigShape), environment);

describe('the configuration', () => {
  test('needs nothing, and then the store is embedded', () => {
    expect(parsed({})).toEqual({ DYNAMODB_TABLE_PREFIX: '' });
  });

  test.each(['aws', 'http://localhost:8000', 'https://dynamodb.eu-west-1.amazonaws.com'])('takes %s', (url) => {
    expect(parsed({ DYNAMODB_URL: url }).DYNAMODB_URL).toBe(url);
  });

  test('says what a faulty variable must be', () => {
    expect(() => parsed({ DYNAMODB_URL: 'localhost:8000', DYNAMODB_TABLE_PREFIX: 'my shop/' })).toThrow(
      'The configuration is not valid:\n' +
        '  DYNAMODB_URL: must be aws, or a URL that begins with http:// or https://; got "localhost:8000"\n' +
        '  DYNAMODB_TABLE_PREFIX: must have at most 200 characters, of letters, digits and _ . -; got "my shop/"',
    );
  });
});
