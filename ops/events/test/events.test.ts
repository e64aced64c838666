import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { createFileDeadLetters, type DeadLetter } from '@mosaico/bus';
import { parseArguments } from '../arguments.ts';
import { deadText, eventLine, lagText } from '../texts.ts';

const at = new Date('2026-11-26T09:30:00.000Z');
const letter: DeadLetter = {
  event: {
    specversion: '1.0',
    id: 'e-1',
    source: '/orders',
    type: 'order.delivered',
    subject: '1000001',
    time: at.toISOString(),
    datacontenttype: 'application/json',
    dataschema: 'urn:mosaico:event:order.delivered',
    partitionkey: 'order:1000001',
    data: { orderId: '1000001', customerId: null, deliveredAt: at.toISOString() },
  },
  group: 'events',
  reason: 'There is no such order.',
  tries: 5,
  at,
};

describe('the arguments of npm run events', () => {
  test.each<[string[], unknown]>([
    [['tail'], { name: 'tail', type: null }],
    [['tail', '--type', 'order.paid'], { name: 'tail', type: 'order.paid' }],
    [['dead'], { name: 'dead' }],
    [['lag'], { name: 'lag' }],
    [['replay', 'a', 'b'], { name: 'replay', wanted: { ids: ['a', 'b'] } }],
    [
      ['replay', '--type', 'order.paid', '--since', '2026-11-26T09:30:00Z'],
      { name: 'replay', wanted: { type: 'order.paid', since: at } },
    ],
  ])('%j', (args, command) => {
    expect(parseArguments(args)).toEqual(command);
  });

  test.each([
    [[], 'The command must be one of tail, dead, replay, lag; got nothing.'],
    [['drop'], 'The command must be one of tail, dead, replay, lag; got "drop".'],
    [['dead', 'x'], 'dead takes no further names; got ["x"].'],
    [['lag', '--type', 'a'], '--type is for tail and replay; got it with lag.'],
    [['tail', '--since', '2026-01-01'], '--since is for replay; got it with "tail".'],
    [['replay'], 'replay takes ids, or --type and --since; got neither.'],
    [['replay', 'a', '--type', 'b'], 'replay takes ids, or --type and --since; got both.'],
    [
      ['replay', '--type', 'a', '--since', 'yesterday'],
      '--since must be a time such as 2026-11-26T09:30:00Z; got "yesterday".',
    ],
    [['tail', '--speed'], /--speed/],
  ])('%j is refused', (args, message) => {
    expect(() => parseArguments(args)).toThrow(message);
  });
});

test('What a person reads: events a line each, why a letter is dead and what to type, how far behind whom', () => {
  expect(eventLine(letter.event)).toBe(
    '2026-11-26T09:30:00.000Z  order.delivered     1000001                  /orders    e-1',
  );
  expect(deadText([])).toBe('There are no dead letters.');
  expect(deadText([letter])).toBe(
    '2026-11-26T09:30:00.000Z  order.delivered of 1000001, which events could not handle in 5 tries\n' +
      '  There is no such order.\n  npm run events -- replay e-1',
  );
  const lags = [
    { group: 'cart', unread: 0, underWay: 0, oldest: null },
    { group: 'events', unread: 3, underWay: 1, oldest: new Date(at.getTime() - 2_500) },
  ];
  expect(lagText(lags, { dead: 1, now: at })).toBe(
    'cart       0 unread, 0 under way\nevents     3 unread, 1 under way, the oldest for 2.5 s\ndead letters: 1',
  );
});

describe('npm run events, for a shop in one process', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'mosaico-events-'));
  afterAll(() => rmSync(dataDir, { recursive: true }));
  const letters = createFileDeadLetters({ folder: join(dataDir, 'dead-letters') });
  const command = (...args: string[]) =>
    new Promise<{ exitCode: unknown; stdout: string; stderr: string }>((resolve) => {
      const main = new URL('../main.ts', import.meta.url).pathname;
      execFile(
        process.execPath,
        ['--no-warnings', main, ...args],
        { env: { DATA_DIR: dataDir } },
        (error, stdout, stderr) => resolve({ exitCode: error?.code ?? 0, stdout, stderr }),
      );
    });

  test('shows its dead letters, and has the shop deliver one again', async () => {
    await letters.add(letter);
    expect((await command('dead')).stdout).toContain('There is no such order.');
    expect(await command('lag')).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('dead letters: 1') });
    expect(await command('replay', 'e-1')).toEqual({
      exitCode: 0,
      stdout: `The shop in ${dataDir} delivers 1 events again, now or as soon as it runs.\n`,
      stderr: '',
    });
    expect(await letters.requested()).toEqual([letter]);
  });

  test('says what it cannot do, with the way to say it right', async () => {
    expect(await command('tail')).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('REDIS_L2_URL') });
    const { exitCode, stderr } = await command('replay', 'e-2');
    expect([exitCode, stderr.split('\n')[0]]).toEqual([2, 'There is no dead letter of e-2.']);
  });
});
