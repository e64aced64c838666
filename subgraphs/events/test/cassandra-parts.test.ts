import { describe, expect, test } from '@jest/globals';
import { inParallel } from '../src/store/cassandra/in-parallel.ts';
import { parseCassandraUrl } from '../src/store/cassandra/client/target.ts';
import { userIdOf } from '../src/store/cassandra/user-id.ts';
import { uuidV5 } from '../src/store/uuid-v5.ts';

describe('a Cassandra URL', () => {
  test('names hosts, keyspace, data center, replication factor and credentials', () => {
    expect(parseCassandraUrl('cassandra://eve:p%40ss@10.0.0.1,10.0.0.2:9999/ecommerce_logs?dc=dc-1&rf=2')).toEqual({
      contactPoints: ['10.0.0.1', '10.0.0.2'],
      port: 9999,
      keyspace: 'ecommerce_logs',
      dataCenter: 'dc-1',
      replicationFactor: 2,
      credentials: { username: 'eve', password: 'p@ss' },
    });
  });

  test('has defaults for all but host and keyspace', () => {
    expect(parseCassandraUrl('cassandra://localhost/ecommerce_logs')).toEqual({
      contactPoints: ['localhost'],
      port: 9042,
      keyspace: 'ecommerce_logs',
      dataCenter: 'datacenter1',
      replicationFactor: 3,
      credentials: null,
    });
  });

  test.each([
    ...[
      '',
      'ecommerce_logs',
      'mysql://localhost/ecommerce_logs',
      'cassandra://localhost',
      'cassandra:///ecommerce_logs',
    ],
    ...['cassandra://a,,b/ks', 'cassandra://localhost/1ks', 'cassandra://localhost/KS', 'cassandra://localhost/a/b'],
    ...['cassandra://localhost/ks;drop', 'cassandra://localhost/ks?rf=0', 'cassandra://localhost/ks?rf=many'],
    ...["cassandra://localhost/ks?dc='", 'cassandra://localhost/ks?replication=3', 'cassandra://localhost:x/ks'],
  ])('is not %j', (text) => {
    expect(parseCassandraUrl(text)).toBeNull();
  });
});

describe("a visitor's user_id", () => {
  test('is a UUID v5: the example of RFC 9562, appendix A.4', () => {
    expect(uuidV5('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'www.example.com')).toBe(
      '2ed6657d-e927-568b-95e1-2665a8aea6a2',
    );
  });

  test('never changes, and tells a customer from a session', () => {
    expect(userIdOf({ kind: 'customer', id: '1000001' })).toBe('ce1cfc91-7e19-5c37-940f-1727acec4bd5');
    expect(userIdOf({ kind: 'session', id: '1000001' })).toBe('36a9bad8-0655-5557-b1aa-89932884c500');
  });
});

describe('work in parallel', () => {
  test('gives results in the order of the items, with at most 64 under way', async () => {
    let underWay = 0;
    let most = 0;
    const items = Array.from({ length: 200 }, (_, index) => index);
    const results = await inParallel(items, async (item) => {
      underWay += 1;
      most = Math.max(most, underWay);
      for (let turn = 0; turn < 200 - item; turn += 1) await Promise.resolve();
      underWay -= 1;
      return item * 2;
    });
    expect(results).toEqual(items.map((item) => item * 2));
    expect(most).toBe(64);
    expect(await inParallel([], () => Promise.reject(new Error('never')))).toEqual([]);
  });

  test('begins nothing after a failure, and fails once all that was under way has ended', async () => {
    const begun: number[] = [];
    const ended: number[] = [];
    const { promise: late, resolve: endLate } = Promise.withResolvers<undefined>();
    const outcome = inParallel(
      Array.from({ length: 200 }, (_, index) => index),
      async (item) => {
        begun.push(item);
        if (item === 3) throw new Error('the fourth');
        await late;
        ended.push(item);
      },
    );
    await Promise.resolve();
    endLate(undefined);
    await expect(outcome).rejects.toThrow('the fourth');
    expect(begun).toHaveLength(64);
    expect(ended).toHaveLength(63);
  });
});
