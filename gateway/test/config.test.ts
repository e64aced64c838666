import { describe, expect, test } from '@jest/globals';
import { readConfig } from '../src/config.ts';

describe('the configuration of a gateway alone', () => {
  test('needs nothing', () => {
    expect(readConfig({})).toMatchObject({
      PORT: 4000,
      HOST: '127.0.0.1',
      INTROSPECTION: true,
      ORDERS_URL: 'http://127.0.0.1:4001/graphql',
      CATALOG_URL: 'http://127.0.0.1:4002/graphql',
      CART_URL: 'http://127.0.0.1:4003/graphql',
      ANALYTICS_URL: 'http://127.0.0.1:4004/graphql',
      EVENTS_URL: 'http://127.0.0.1:4005/graphql',
      SUBGRAPH_TIMEOUT_MS: 10_000,
    });
  });

  test('takes what is given', () => {
    const given = {
      PORT: '0',
      INTROSPECTION: 'false',
      CART_URL: 'https://cart.internal/graphql',
      SUBGRAPH_TIMEOUT_MS: '500',
    };
    expect(readConfig(given)).toMatchObject({
      PORT: 0,
      INTROSPECTION: false,
      CART_URL: given.CART_URL,
      SUBGRAPH_TIMEOUT_MS: 500,
    });
  });

  test('that is faulty tells every fault at once', () => {
    expect(() =>
      readConfig({ PORT: '70000', INTROSPECTION: 'yes', CART_URL: 'cart:4003', SUBGRAPH_TIMEOUT_MS: '1' }),
    ).toThrow(
      [
        'The configuration is not valid:',
        '  PORT: must be a port number from 0 to 65535; got "70000"',
        '  INTROSPECTION: must be true or false; got "yes"',
        '  CART_URL: must be a URL that begins with http:// or https://; got "cart:4003"',
        '  SUBGRAPH_TIMEOUT_MS: must be a number of milliseconds from 100 to 120000; got "1"',
      ].join('\n'),
    );
  });
});
