import { describe, expect, test } from '@jest/globals';
import { parseArguments } from '../arguments.ts';
import { compensatedText, retriedText, stuckText } from '../texts.ts';

const at = new Date('2026-11-26T09:30:00.000Z');

describe('the arguments of npm run sagas', () => {
  test.each<[string[], unknown]>([
    [['stuck'], { name: 'stuck' }],
    [['retry', '100000001'], { name: 'retry', orderId: '100000001' }],
    [['compensate', '100000001'], { name: 'compensate', orderId: '100000001' }],
  ])('%j', (args, command) => {
    expect(parseArguments(args)).toEqual(command);
  });

  test.each([
    [[], 'The command must be one of stuck, retry, compensate; got nothing.'],
    [['drop'], 'The command must be one of stuck, retry, compensate; got "drop".'],
    [['stuck', '1'], 'stuck takes no further names; got ["1"].'],
    [['retry'], 'retry takes the id of one order; got [].'],
    [['retry', 'x'], 'retry takes the id of one order; got ["x"].'],
    [['compensate', '1', '2'], 'compensate takes the id of one order; got ["1","2"].'],
    [['stuck', '--all'], /--all/],
  ])('%j is refused', (args, message) => {
    expect(() => parseArguments(args)).toThrow(message);
  });
});

test('What a person reads: which order hangs at which step and why, what can be done, and what came of it', () => {
  expect(stuckText([])).toBe('No saga is stuck.');
  const saga = { orderId: '100000001', step: 'giveBack', tries: 7, deadlineAt: at, nextAt: at };
  expect(stuckText([{ ...saga, lastFailure: 'The payment provider sandbox does not answer.' }])).toBe(
    '2026-11-26T09:30:00.000Z  order 100000001 should have taken giveBack by then; tried 7 times, again 2026-11-26T09:30:00.000Z\n' +
      '  The payment provider sandbox does not answer.\n' +
      '  npm run sagas -- retry 100000001    npm run sagas -- compensate 100000001',
  );
  expect(stuckText([{ ...saga, lastFailure: null }])).toContain('No try of it has failed.');
  expect(retriedText('1', true)).toContain('is due');
  expect(retriedText('1', false)).toBe('Order 1 has no saga that could go on.');
  expect(compensatedText('1', 'tooFar')).toBe('Order 1 has been sent and cannot be cancelled.');
});
