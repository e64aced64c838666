import { describe, expect, test } from '@jest/globals';
import { createInvalidationHub } from '@mosaico/entity-cache';
import { createResponseCache } from '../../src/response-cache/response-cache.ts';

const product = { maxAge: 60, types: new Set(['Query', 'Product']) };
const stock = { maxAge: 5, types: new Set(['Query', 'Product', 'Inventory']) };

function createCache({ maxBytes }: { maxBytes?: number } = {}) {
  const hub = createInvalidationHub();
  const shop = hub.open();
  const clock = { ms: 0 };
  const deaf: (() => void)[] = [];
  const channel = hub.open();
  const changes = {
    isHearing: true,
    onInvalidation: (listener: Parameters<typeof channel.onInvalidation>[0]) => channel.onInvalidation(listener),
    onDeaf: (listener: () => void) => void deaf.push(listener),
  };
  const cache = createResponseCache({
    changes,
    now: () => clock.ms,
    ...(maxBytes === undefined ? {} : { maxBytes }),
  });
  return {
    cache,
    clock,
    changes,
    goDeaf: () => {
      changes.isHearing = false;
      for (const listener of deaf) listener();
    },
    change: (name: string) => shop.publish({ cache: name, ids: ['1'] }),
    keep: (key: string, policy = product, since = cache.mark()) =>
      cache.keep(key, { text: `answer to ${key}`, contentType: 'application/json', policy, since }),
    kept: (keys: readonly string[]) => keys.filter((key) => cache.find(key) !== null),
  };
}

describe('answers that are kept', () => {
  test('come again byte for byte, for as long as they may, with the time that is left', () => {
    const { cache, clock, keep } = createCache();
    const given = keep('a');
    expect(given).toMatchObject({
      maxAge: 60,
      contentType: 'application/json',
      etag: expect.stringMatching(/^"[\w-]{22}"$/),
    });
    clock.ms = 58_500;
    expect(cache.find('a')).toEqual({ ...given, maxAge: 1 });
    expect(cache.find('a')?.body.toString()).toBe('answer to a');
    clock.ms = 59_500;
    expect(cache.find('a')).toBeNull();
    expect(cache.find('b')).toBeNull();
  });

  test('have one validator for the same bytes and another for others', () => {
    const { keep } = createCache();
    const [first, again, other] = [keep('a'), keep('a'), keep('b')];
    expect(again?.etag).toBe(first?.etag);
    expect(other?.etag).not.toBe(first?.etag);
  });

  test('are dropped when something of a type in them has changed, and the others stay', async () => {
    const { change, keep, kept } = createCache();
    keep('with stock', stock);
    keep('without');
    await change('order-items');
    expect(kept(['with stock', 'without'])).toEqual(['with stock', 'without']);
    await change('stock');
    expect(kept(['with stock', 'without'])).toEqual(['without']);
    await change('catalog-product');
    expect(kept(['with stock', 'without'])).toEqual([]);
  });

  test('are not taken when something in them has changed since they were begun to be made', async () => {
    const { cache, change, keep, kept } = createCache();
    const since = cache.mark();
    await change('stock');
    expect(keep('with stock', stock, since)).toBeNull();
    expect(keep('without', product, since)).not.toBeNull();
    await change('catalog-product');
    expect(keep('without', product, since)).toBeNull();
    expect(keep('new')).not.toBeNull();
    expect(kept(['with stock', 'without', 'new'])).toEqual(['new']);
  });

  test('are forgotten, and none is taken, while changes may be missed', () => {
    const { cache, changes, goDeaf, keep, kept } = createCache();
    const since = cache.mark();
    keep('a');
    goDeaf();
    expect(kept(['a'])).toEqual([]);
    expect(keep('b')).toBeNull();
    changes.isHearing = true;
    expect(kept(['a', 'b'])).toEqual([]);
    expect(keep('begun before', product, since)).toBeNull();
    expect(keep('c')).not.toBeNull();
  });

  test('make room, those first that nobody has asked for the longest', () => {
    const { keep, kept } = createCache({ maxBytes: 1_100 });
    keep('a');
    keep('b');
    expect(kept(['a'])).toEqual(['a']);
    keep('c');
    expect(kept(['a', 'b', 'c'])).toEqual(['a', 'c']);
  });

  test('are not kept under a key that is longer than they are worth', () => {
    expect(createCache().keep('x'.repeat(8_193))).toBeNull();
  });
});
