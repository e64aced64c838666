import { describe, expect, test } from '@jest/globals';
import { parseConfig } from '@mosaico/service';
import { z } from 'zod';
import { eventsConfigShape } from '../src/index.ts';

const parse = (environment: Record<string, string>) => parseConfig(z.object(eventsConfigShape), environment);

describe('the configuration', () => {
  test('needs nothing, and takes the URL of a keyspace', () => {
    expect(parse({})).toEqual({});
    expect(parse({ CASSANDRA_URL: '' })).toEqual({});
    expect(parse({ CASSANDRA_URL: 'cassandra://db/shop' })).toEqual({ CASSANDRA_URL: 'cassandra://db/shop' });
  });

  test('says what a URL must be, and shows no password', () => {
    expect(() => parse({ CASSANDRA_URL: 'cassandra://eve:secret@db' })).toThrow(
      'CASSANDRA_URL: must be a URL of the form cassandra://[user:password@]host[,host…][:9042]/keyspace?dc=datacenter1&rf=3; got "cassandra://eve:***@db"',
    );
  });
});
