import { describe, expect, jest, test } from '@jest/globals';
import { keepEmbeddedPostgres, startEmbeddedPostgres } from '../src/index.ts';
import { ask, hasty, isServer, runningServer, startChild, temporaryFolder } from './support.ts';

const portOf = (urlLine: string) => new URL(urlLine.replace(/^url /, '')).port;

/** A new cluster is a second's work on an idle machine. */
jest.setTimeout(120_000);

describe('The users of one PostgreSQL folder', () => {
  test('share one server, whoever starts it, and the last one out stops it', async () => {
    using folder = temporaryFolder();
    await using orders = startChild('postgres-user', folder.path, 'orders');
    await using analytics = startChild('postgres-user', folder.path, 'analytics');
    const [ordersUrl, analyticsUrl] = await Promise.all([orders.line('url '), analytics.line('url ')]);
    const own = await startEmbeddedPostgres({ path: folder.path, database: 'orders', settings: hasty });
    const server = runningServer(folder.path);
    expect(server).toBeDefined();
    expect(portOf(ordersUrl)).toBe(portOf(analyticsUrl));
    expect(portOf(ordersUrl)).toBe(new URL(own.url).port);

    orders.say('leave');
    await orders.line('left');
    await own.stop();
    expect(await ask(analyticsUrl.replace('url ', ''), 'SELECT current_database() AS name')).toEqual([
      { name: 'analytics' },
    ]);

    analytics.say('leave');
    await analytics.line('left');
    expect(isServer(server, folder.path)).toBe(false);
    expect(runningServer(folder.path)).toBeUndefined();
  });

  test('do not wait for one that was killed', async () => {
    using folder = temporaryFolder();
    await using killed = startChild('postgres-user', folder.path);
    await killed.line('url ');
    const own = await startEmbeddedPostgres({ path: folder.path, database: 'shop', settings: hasty });
    killed.kill('SIGKILL');
    await killed.ended;

    await own.stop();

    expect(runningServer(folder.path)).toBeUndefined();
  });

  test('may be one process twice', async () => {
    using folder = temporaryFolder();
    const [orders, analytics] = await Promise.all([
      startEmbeddedPostgres({ path: folder.path, database: 'orders', settings: hasty }),
      startEmbeddedPostgres({ path: folder.path, database: 'analytics', settings: hasty }),
    ]);

    await orders.stop();
    expect(await ask(analytics.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);

    await analytics.stop();
    expect(runningServer(folder.path)).toBeUndefined();
  });

  test('find the server up as long as a keeper is there, who starts none', async () => {
    using folder = temporaryFolder();
    const keeper = await keepEmbeddedPostgres({ path: folder.path });
    expect(runningServer(folder.path)).toBeUndefined();

    await (await startEmbeddedPostgres({ path: folder.path, database: 'shop', settings: hasty })).stop();
    expect(runningServer(folder.path)).toBeGreaterThan(0);

    await keeper.stop();
    expect(runningServer(folder.path)).toBeUndefined();
  });

  test('When Ctrl-C reaches the whole process group, then the server answers until the process has drained', async () => {
    using folder = temporaryFolder();
    await using user = startChild('postgres-user', folder.path);
    await user.line('url ');
    const server = runningServer(folder.path);
    expect(server).toBeDefined();

    // The child leads a group of its own, as a shell's foreground job does.
    process.kill(-user.pid, 'SIGINT');

    await user.line('answered while draining');
    expect(await user.ended).toBe(0);
    expect(isServer(server, folder.path)).toBe(false);
  });
});
