import { describe, expect, test } from '@jest/globals';
import { parseArguments, usage } from '../src/arguments.ts';
import { storeNames } from '../src/names.ts';
import { runStores } from './support/run-command.ts';

describe('the arguments', () => {
  test('mean every store when they name none', () => {
    expect(parseArguments(['up'])).toEqual({ command: 'up', stores: storeNames, nodes: undefined, native: false });
  });

  test('name stores, a number of nodes and native servers in any order', () => {
    expect(parseArguments(['--nodes', '3', 'up', 'cassandra', '--native', 'redis'])).toEqual({
      command: 'up',
      stores: ['cassandra', 'redis'],
      nodes: 3,
      native: true,
    });
  });

  test.each([
    [[], 'The command must be one of up, down, status, reset; got nothing.'],
    [['start'], 'The command must be one of up, down, status, reset; got "start".'],
    [['up', 'mariadb'], 'A store must be one of mysql, postgres, mongodb, dynamodb, cassandra, redis; got "mariadb".'],
    [
      ['up', 'mysql-replica'],
      'A store must be one of mysql, postgres, mongodb, dynamodb, cassandra, redis; got "mysql-replica".',
    ],
    [['up', '--nodes', '2'], '--nodes must be 1 or 3; got "2".'],
    [['up', '--nodes='], '--nodes must be 1 or 3; got "".'],
    [['down', '--nodes', '3'], '--nodes is for up; got it with down.'],
    [
      ['up', '--force'],
      "Unknown option '--force'. To specify a positional argument starting with a '-', place it at the end of the command after '--', as in '-- \"--force\"",
    ],
    [['up', '--native=yes'], "Option '--native' does not take an argument"],
  ])('%j are refused: %s', (args, message) => {
    expect(() => parseArguments(args)).toThrow(expect.objectContaining({ code: 'STORES_USAGE', message }));
  });
});

test('the command ends with 2 and shows its usage when it cannot be understood', async () => {
  const { exitCode, stdout, stderr } = await runStores(['rise'], {});
  expect({ exitCode, stdout, stderr }).toEqual({
    exitCode: 2,
    stdout: '',
    stderr: `The command must be one of up, down, status, reset; got "rise".\n\n${usage}\n`,
  });
});

test('the command names a variable that cannot be', async () => {
  const { exitCode, stderr } = await runStores(['status'], { STORES_PORT_BASE: '80' });
  expect({ exitCode, stderr }).toEqual({
    exitCode: 1,
    stderr: 'The configuration is not valid:\n  STORES_PORT_BASE: must be a port number from 1024 to 65435; got "80"\n',
  });
});
