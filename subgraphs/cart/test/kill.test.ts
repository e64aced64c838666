import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { afterAll, expect, test } from '@jest/globals';
import { createSilentLogger } from '@mosaico/service';
import { openCartStores } from '../src/store/open-stores.ts';
import { createFolder } from './support/engines.ts';
import { createTestBus } from './support/outbox.ts';

const folder = createFolder();
afterAll(() => rmSync(folder, { recursive: true }));

/** Each is killed after so many acknowledged writes, at whatever it does then. */
const rounds = [1, 17, 60, 120, 200];

test('a kill -9 loses no acknowledged write and the event of none, and the next start needs no hand', async () => {
  for (const [round, writes] of rounds.entries()) {
    const acknowledged = await writeUntilKilled(round, writes);
    const stores = await openCartStores({
      config: { DATA_DIR: folder, DYNAMODB_TABLE_PREFIX: '' },
      logger: createSilentLogger(),
      // What the killed one was busy with is free by then.
      now: () => new Date(Date.now() + 10_000),
    });
    try {
      const [line] = await stores.carts.linesAt([{ customerId: '1', sku: `round-${round}` }]);
      expect(line?.quantity ?? 0).toBeGreaterThanOrEqual(acknowledged.units);
      for (const id of acknowledged.sessions) expect(await stores.sessions.find(id)).not.toBeNull();
      const bus = createTestBus();
      while ((await stores.outbox.relay(bus.publish)).taken > 0);
      const events = [...acknowledged.events, ...bus.take()];
      expect(events).toEqual(expect.arrayContaining(acknowledged.sessions.map((id) => `session ${id} of 1`)));
      const ofCart = events.filter((event) => event.startsWith('1: '));
      const units = ofCart.map((event) => Number(new RegExp(`round-${round}×(\\d+)`).exec(event)?.[1] ?? 0));
      expect(units).toEqual(units.toSorted((one, other) => one - other));
      expect(units.at(-1) ?? 0).toBe(line?.quantity ?? 0);
      expect(await stores.outbox.backlog()).toEqual({ events: 0, oldest: null });
      const [all = []] = await stores.notifications.pages([
        { customerId: '1', limit: 100_000, after: null, unreadOnly: false },
      ]);
      const mine = all.filter(({ id }) => id.split('~')[1]?.startsWith(`${round}-`));
      expect(mine.length).toBeGreaterThanOrEqual(acknowledged.notifications * 30);
      const inPart = mine.map(({ id, createdAt, ...rest }) => ({ ...rest, createdAt, key: id.split('~')[1] ?? '' }));
      expect(await stores.notifications.putMissing(inPart)).toBe(0);
    } finally {
      await stores.close();
    }
  }
}, 180_000);

async function writeUntilKilled(round: number, writes: number) {
  const script = new URL('./children/write-until-killed.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [script, folder, String(round)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const acknowledged = { units: 0, sessions: [] as string[], notifications: 0, events: [] as string[] };
  let count = 0;
  for await (const said of createInterface({ input: child.stdout })) {
    const [what, which = ''] = said.split(' ');
    if (what === 'event') {
      acknowledged.events.push(said.slice('event '.length));
      continue;
    }
    if (what === 'units') acknowledged.units = Number(which);
    if (what === 'session') acknowledged.sessions.push(which);
    if (what === 'notifications') acknowledged.notifications = Number(which);
    if (++count === writes) child.kill('SIGKILL');
  }
  const [code, signal] = (await exited) as [number | null, string | null];
  expect({ code, signal }).toEqual({ code: null, signal: 'SIGKILL' });
  expect(count).toBeGreaterThanOrEqual(writes);
  return acknowledged;
}
